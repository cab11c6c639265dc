import type { Reader } from '../../verdict/read-json.ts';
import {
  jsonOrUndefined,
  listAt,
  numberAt,
  oneOf,
  optional,
  recordAt,
  textAt,
} from '../../verdict/read-json.ts';
import type { Load, ProbeFailure, SteadyProbe } from './observations.ts';

const count = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/**
 * Every line that the steady probe printed figures in, in order: one for each SIGUSR2, and one at its end. Other lines
 * are passed over; what is not of the shape of figures is not taken for figures.
 */
export function parseSteadyProbes(log: string): SteadyProbe[] {
  return records(log, steadyProbeAt);
}

/** Every line that a load program printed figures in, in order: one for each SIGUSR2, and one at its end. */
export function parseLoads(log: string): Load[] {
  return records(log, loadAt);
}

/** Lines of a log that are JSON objects of one shape. */
function records<T>(log: string, read: Reader<T>): T[] {
  return log.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    try {
      return [read(jsonOrUndefined(line), '')];
    } catch {
      return [];
    }
  });
}

/** Figures of the steady probe, from a line of its log or from a record. */
export function steadyProbeAt(value: unknown, path: string): SteadyProbe {
  const record = recordAt(value, path);
  const number = (key: string): number => count(record[key], `${path}/${key}`);
  const quantile = (key: string): number | null => (record[key] === null ? null : number(key));
  return {
    startedAt: textAt(record['startedAt'], `${path}/startedAt`),
    durationMs: number('durationMs'),
    ratePerSecond: number('ratePerSecond'),
    sent: number('sent'),
    failed: number('failed'),
    retried: number('retried'),
    failures: listAt(failureAt)(record['failures'], `${path}/failures`),
    p50Ms: quantile('p50Ms'),
    p99Ms: quantile('p99Ms'),
    longestGapMs: number('longestGapMs'),
    revisions: listAt(answersAt)(record['revisions'], `${path}/revisions`),
  };
}

function failureAt(value: unknown, path: string): ProbeFailure {
  const record = recordAt(value, path);
  return {
    atMs: count(record['atMs'], `${path}/atMs`),
    reason: textAt(record['reason'], `${path}/reason`),
    connection: oneOf(['new', 'kept'] as const)(record['connection'], `${path}/connection`),
  };
}

function answersAt(value: unknown, path: string): SteadyProbe['revisions'][number] {
  const record = recordAt(value, path);
  return {
    revision: textAt(record['revision'], `${path}/revision`),
    answers: count(record['answers'], `${path}/answers`),
    firstMs: count(record['firstMs'], `${path}/firstMs`),
    lastMs: count(record['lastMs'], `${path}/lastMs`),
  };
}

/** Figures of a load program, from a line of its log or from a record. */
export function loadAt(value: unknown, path: string): Load {
  const record = recordAt(value, path);
  const number = (key: string): number => count(record[key], `${path}/${key}`);
  const events = optional(record, path, 'events', eventsAt);
  const problems = optional(record, path, 'problems', listAt(textAt));
  return {
    sent: number('sent'),
    acknowledged: number('acknowledged'),
    retried: number('retried'),
    abandoned: number('abandoned'),
    ...(problems === undefined ? {} : { problems }),
    found: number('found'),
    lost: listAt(textAt)(record['lost'], `${path}/lost`),
    lostCount: number('lostCount'),
    duplicates: number('duplicates'),
    ...(events === undefined ? {} : { events }),
  };
}

function eventsAt(value: unknown, path: string): NonNullable<Load['events']> {
  const record = recordAt(value, path);
  const number = (key: string): number => count(record[key], `${path}/${key}`);
  return {
    received: number('received'),
    missing: number('missing'),
    reconnections: number('reconnections'),
  };
}
