import type { GateResult } from '../verdict/model.ts';

/** The times of a gate's run. */
export type Span = Pick<GateResult, 'gate' | 'needs' | 'startMs' | 'durationMs'>;

/**
 * The gates that determine the run's duration, first to last. The path goes backwards from the gate that ended last,
 * each time to the one of its needs that ended last. Gates that did not run are not on it; a need that did not run is
 * replaced by its own needs.
 */
export function criticalPath(gates: readonly Span[]): readonly string[] {
  const byName = new Map(gates.map((gate) => [gate.gate, gate]));
  const path: string[] = [];
  for (let next = lastToEnd(gates); next !== undefined;) {
    const here = next;
    // The order table has no cycles, but a verdict written by hand may have one, which must not hang the report.
    if (path.includes(here.gate)) break;
    path.unshift(here.gate);
    next = lastToEnd(needsThatRan(here, byName, new Set([here.gate])));
  }
  return path;
}

function needsThatRan(gate: Span, byName: ReadonlyMap<string, Span>, seen: Set<string>): Span[] {
  return (gate.needs ?? []).flatMap((name) => {
    const need = byName.get(name);
    if (need === undefined || seen.has(name)) return [];
    seen.add(name);
    return endOf(need) === undefined ? needsThatRan(need, byName, seen) : [need];
  });
}

function lastToEnd(gates: readonly Span[]): Span | undefined {
  return gates.reduce<Span | undefined>(
    (last, gate) => ((endOf(gate) ?? -1) > (last === undefined ? -1 : (endOf(last) ?? -1)) ? gate : last),
    undefined,
  );
}

/** The end of a gate in ms from the run's start; undefined if it did not run. */
export function endOf({ startMs, durationMs }: Span): number | undefined {
  return startMs === undefined || durationMs === undefined ? undefined : startMs + durationMs;
}
