import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Time at which Trivy's vulnerability database was built, and time of its planned update, in ms since 1970. */
export interface TrivyDatabase {
  readonly updatedAtMs: number;
  readonly nextUpdateMs?: number;
}

/** Facts of `trivy version`. */
export interface TrivyVersionFacts {
  readonly version: string;
  /** Absent if the cache has no database. */
  readonly database?: TrivyDatabase;
}

/** Whether a database is recent enough to be used. */
export interface DatabaseAge {
  readonly usable: boolean;
  /** Hours since it was built; absent if there is none. */
  readonly ageHours?: number;
  /** One sentence for the verdict: "vulnerability database of 2026-11-23, 7 hours old". */
  readonly sentence: string;
}

/** Reads the output of `trivy version --format json`. It has no findings. */
export function parseTrivyVersion({ text, exitCode }: ToolOutput): Parsed<TrivyVersionFacts> {
  if (exitCode !== 0) return unreadable('trivy', endedWith(exitCode));
  return readReport('trivy', () => {
    const report = readJson(text);
    const version = plainLine(report.at('Version').text());
    const database = databaseOf(report.at('VulnerabilityDB'));
    return { findings: [], facts: { version, ...(database === undefined ? {} : { database }) } };
  });
}

/** The database's times. Trivy writes the year 1 for a missing time. */
function databaseOf(place: JsonCursor): TrivyDatabase | undefined {
  if (!place.exists) return undefined;
  const updatedAtMs = timeOf(place.at('UpdatedAt'));
  if (updatedAtMs <= 0) return undefined;
  const nextUpdateMs = place.at('NextUpdate').exists ? timeOf(place.at('NextUpdate')) : 0;
  return { updatedAtMs, ...(nextUpdateMs > 0 ? { nextUpdateMs } : {}) };
}

function timeOf(place: JsonCursor): number {
  const time = Date.parse(place.text());
  if (Number.isNaN(time)) throw place.mismatch('a time (RFC 3339)');
  return time;
}

const hourMs = 3_600_000;

/**
 * Decides whether a database may be used. A missing or too old one makes the gate unavailable, never green. So does one
 * from the future (except for an hour of clock skew): a wrong clock would make every database look recent.
 * @param nowMs the time, in ms since 1970
 * @param maxAgeHours default 168, a week
 */
export function databaseAge(
  database: TrivyDatabase | undefined,
  { nowMs, maxAgeHours = 168 }: { readonly nowMs: number; readonly maxAgeHours?: number },
): DatabaseAge {
  if (database === undefined) return { usable: false, sentence: 'there is no vulnerability database' };
  const ageHours = Math.floor((nowMs - database.updatedAtMs) / hourMs);
  const what = `vulnerability database of ${new Date(database.updatedAtMs).toISOString().slice(0, 10)}`;
  if (ageHours < -1)
    return { usable: false, ageHours, sentence: `${what} is from the future: the clock is wrong` };
  const age = `${what}, ${String(Math.max(0, ageHours))} hours old`;
  if (ageHours > maxAgeHours)
    return { usable: false, ageHours, sentence: `${age}: at most ${String(maxAgeHours)} are allowed` };
  return { usable: true, ageHours, sentence: age };
}
