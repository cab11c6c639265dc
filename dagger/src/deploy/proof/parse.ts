import type { Reader } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';
import { countAt as count, ifPresent, listAt, objectAt, oneOf, textAt } from '../../verdict/read-object.ts';
import type { Load, ProbeFailure, SteadyProbe } from './traffic.ts';

/** A percentile; null without answers. */
const percentile: Reader<number | null> = (place) => (place.value === null ? null : place.count());

/** Figures of the steady probe, from a line of its log or from a record. */
export const steadyProbeAt = objectAt<SteadyProbe>({
  startedAt: textAt,
  durationMs: count,
  ratePerSecond: count,
  sent: count,
  failed: count,
  retried: count,
  failures: listAt(
    objectAt<ProbeFailure>({
      atMs: count,
      reason: textAt,
      path: ifPresent(textAt),
      connection: oneOf(['new', 'kept'] as const),
    }),
  ),
  p50Ms: percentile,
  p99Ms: percentile,
  longestGapMs: count,
  revisions: listAt(
    objectAt<SteadyProbe['revisions'][number]>({
      revision: textAt,
      answers: count,
      firstMs: count,
      lastMs: count,
    }),
  ),
});

/** Figures of a load program, from a line of its log or from a record. */
export const loadAt = objectAt<Load>({
  sent: count,
  acknowledged: count,
  retried: count,
  abandoned: count,
  problems: ifPresent(listAt(textAt)),
  found: count,
  lost: listAt(textAt),
  lostCount: count,
  duplicates: count,
  events: ifPresent(
    objectAt<NonNullable<Load['events']>>({ received: count, missing: count, reconnections: count }),
  ),
});

/**
 * The lines of figures that the steady probe printed, in order: one for each SIGUSR2, and one at its end. Other lines
 * are ignored.
 */
export function parseSteadyProbes(log: string): SteadyProbe[] {
  return records(log, steadyProbeAt);
}

/** The lines of figures that a load program printed, in order: one for each SIGUSR2, and one at its end. */
export function parseLoads(log: string): Load[] {
  return records(log, loadAt);
}

/** Lines of a log that are JSON objects of one shape. */
function records<T extends object>(log: string, read: Reader<T>): T[] {
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  return lines.flatMap((line) => readIf(line, read) ?? []);
}
