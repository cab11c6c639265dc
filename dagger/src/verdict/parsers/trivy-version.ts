import type { Parsed, ToolOutput } from './answer.ts';
import { unreadable } from './answer.ts';

/** When Trivy's vulnerability database was made and when its makers meant to replace it, in ms since 1970. */
export interface TrivyDatabase {
  readonly updatedAtMs: number;
  readonly nextUpdateMs?: number;
}

/** What `trivy version` says. */
export interface TrivyVersionFacts {
  readonly version: string;
  /** Absent when there is no database in the cache. */
  readonly database?: TrivyDatabase;
}

/** Whether a database is young enough to be believed. */
export interface DatabaseAge {
  readonly usable: boolean;
  /** Hours since it was made; absent when there is none. */
  readonly ageHours?: number;
  /** One sentence for the verdict: "vulnerability database of 2026-11-23, 7 hours old". */
  readonly sentence: string;
}

/** Reads the output of `trivy version --format json`. Has no findings. */
export function parseTrivyVersion(output: ToolOutput): Parsed<TrivyVersionFacts> {
  return unreadable('trivy', `${String(output.text.length)} characters are not read yet`);
}

/**
 * Decides whether a database may be used: an absent or too old one makes the gate unavailable, never green.
 * @param nowMs the time, in ms since 1970
 * @param maxAgeHours default 168, a week
 */
export function databaseAge(
  database: TrivyDatabase | undefined,
  { nowMs, maxAgeHours = 168 }: { readonly nowMs: number; readonly maxAgeHours?: number },
): DatabaseAge {
  if (database === undefined) return { usable: false, sentence: 'there is no vulnerability database' };
  const ageHours = Math.floor((nowMs - database.updatedAtMs) / 3_600_000);
  const made = new Date(database.updatedAtMs).toISOString().slice(0, 10);
  const sentence = `vulnerability database of ${made}, ${String(ageHours)} hours old`;
  return { usable: ageHours <= maxAgeHours, ageHours, sentence };
}
