import { installHint, errorSummary } from './error-summary.ts';
import type { Decision } from './model.ts';

/** Exit code and output of a command: the facts that a decision is made from. */
export interface Evidence {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** True if the exec itself failed, so that files which it may have written cannot be read. */
  readonly broke?: true;
}

/** A decision for a gate that could not be checked. */
export function unavailable(reason: string, notes: readonly string[] = []): Decision {
  return { outcome: 'unavailable', reason, findings: [], ...(notes.length === 0 ? {} : { notes }) };
}

/** The decision for an error that a gate, or a step before it, threw; a failed command's summary is in the reason. */
export function unavailableBy(error: unknown): Decision {
  const message = error instanceof Error ? error.message : String(error);
  const said = errorSummary({
    stdout: textField(error, 'stdout') ?? '',
    stderr: textField(error, 'stderr') ?? '',
  });
  return unavailable(said === '' ? message : `${message}: ${said}`);
}

/** A text that an error carries, such as the output of the command that failed. */
export function textField(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const field: unknown = Reflect.get(error, name);
  return typeof field === 'string' ? field : undefined;
}

/** Signals that end a process, by their numbers on Linux (signal(7)). */
const signalNames: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/**
 * Why a command did not end by itself; undefined if it did. 124 is the exit code of coreutils' `timeout`; 128 + n
 * is death by signal n, where there is such a signal: programs end with other codes above 128 too (npm does with 254).
 */
export function abnormalEnd({ exitCode }: Pick<Evidence, 'exitCode'>): string | undefined {
  if (exitCode === 124) return 'ran out of time';
  if (exitCode === 137) return 'was killed (out of memory or time)';
  const signal = signalNames[exitCode - 128];
  return signal === undefined ? undefined : `was ended by ${signal}`;
}

/** Why a tool left no report: how it ended, and its error. */
export function brokenDown(tool: string, evidence: Evidence): string {
  const how = abnormalEnd(evidence) ?? `ended with code ${String(evidence.exitCode)} and no report`;
  const said = errorSummary(evidence);
  return `${tool} ${how}: ${said}${installHint(said)}`;
}

/** "1 finding", "3 findings". */
export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
