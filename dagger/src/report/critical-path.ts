import type { GateResult } from '../verdict/model.ts';

/** What is known of when a gate ran. */
export type Span = Pick<GateResult, 'gate' | 'needs' | 'startMs' | 'durationMs'>;

/**
 * The gates that the run's length came from, first to last: backwards from the gate that ended last, each time to the
 * one of its needs that ended last. Gates that did not run are not on it; a need that did not run is passed over to
 * its own needs.
 */
export function criticalPath(gates: readonly Span[]): readonly string[] {
  const byName = new Map(gates.map((gate) => [gate.gate, gate]));
  const path: string[] = [];
  for (let next = lastToEnd(gates); next !== undefined;) {
    const here = next;
    // A circle cannot come from the order table; from a verdict that somebody wrote it must not hang the report.
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

/** When a gate ended, in ms from the run's start; undefined for one that did not run. */
export function endOf({ startMs, durationMs }: Span): number | undefined {
  return startMs === undefined || durationMs === undefined ? undefined : startMs + durationMs;
}
