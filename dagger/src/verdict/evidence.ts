import type { Decision } from './model.ts';

/** What a command left behind: the facts that a decision is made from. */
export interface Evidence {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** True when the exec itself failed, so that nothing that it may have written can be read. */
  readonly broke?: true;
}

/** A decision for a gate that could not be checked. */
export function unavailable(reason: string, notes: readonly string[] = []): Decision {
  return { outcome: 'unavailable', reason, findings: [], ...(notes.length === 0 ? {} : { notes }) };
}

/** The same for whatever a gate, or what stands before it, threw. */
export function unavailableBy(error: unknown): Decision {
  return unavailable(error instanceof Error ? error.message : String(error));
}

/**
 * Why a command did not end by itself, or undefined when it did. 124 is what `timeout` of coreutils answers with;
 * 128 + n is death by signal n, of which 137 is mostly the memory limit.
 */
export function abnormalEnd({ exitCode }: Evidence): string | undefined {
  if (exitCode === 124) return 'ran out of time';
  if (exitCode === 137) return 'was killed (out of memory or time)';
  if (exitCode > 128) return `was ended by signal ${String(exitCode - 128)}`;
  return undefined;
}

/** The last lines of a command's error output, or of its output, for a reason that a person can act on. */
export function lastWords({ stdout, stderr }: Evidence, lines = 3): string {
  const text = stderr.trim() === '' ? stdout : stderr;
  return text.trim().split('\n').slice(-lines).join(' | ').slice(0, 600);
}

/** Why a tool left no report: how it ended and what it said last. */
export function brokenDown(tool: string, evidence: Evidence): string {
  const how = abnormalEnd(evidence) ?? `ended with code ${String(evidence.exitCode)} and no report`;
  return `${tool} ${how}: ${lastWords(evidence)}`;
}

/** "1 finding", "3 findings". */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
