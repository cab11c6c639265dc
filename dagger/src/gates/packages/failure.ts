import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';

/** An error as a package manager prints it. */
export interface InstallError {
  /** The manager's own code, or our name for a sentence of a manager that has none. */
  readonly code: string;
  readonly said: string;
}

/** What to do about an error of the project's own, and the file that it is in. */
export interface OwnFault {
  readonly fix: string;
  readonly file: string;
}

/** How a manager's errors are read, and which of them are faults of the project. */
export interface Errors {
  /** The manager's name in findings. */
  readonly tool: string;
  readonly read: (output: string) => readonly InstallError[];
  readonly ownFaults: Readonly<Record<string, OwnFault>>;
}

/**
 * Decides on a failed installation. Only an error that is known to be the project's own is red: anything else, such as
 * output that was cut, is unavailable.
 * @returns undefined if the installation worked
 */
export function decideFailure(
  { tool, read, ownFaults }: Errors,
  evidence: Evidence,
  command: string,
): Decision | undefined {
  if (evidence.broke !== true) return undefined;
  const errors = read(
    plainText(`${evidence.stdout.slice(-longest)}\n${evidence.stderr.slice(-longest)}`, 2 * longest),
  );
  const said = plainLine(errors[0]?.said ?? '') || errorSummary(evidence);
  const abnormal = abnormalEnd(evidence);
  if (abnormal !== undefined) return unavailable(`${command} ${abnormal}: ${said}`);
  const own = errors.find(({ code }) => Object.hasOwn(ownFaults, code));
  const fault = own === undefined ? undefined : ownFaults[own.code];
  if (own === undefined || fault === undefined) {
    return unavailable(`${command} ended with code ${String(evidence.exitCode)}: ${said}`);
  }
  const message = plainLine(`${command}: ${own.said}`);
  const finding: Finding = { tool, rule: own.code, severity: 'HIGH', message, ...fault };
  return { outcome: 'failed', reason: message, findings: [finding] };
}

/** Longest end of each output that is read, in UTF-16 code units. */
const longest = 50_000;

/** Lines of an output that match, as errors. */
export function errorLines(output: string, line: RegExp, codeOf: (said: string) => string): InstallError[] {
  return output.split('\n').flatMap((text) => {
    const said = line.exec(text)?.[1];
    return said === undefined ? [] : [{ code: codeOf(said), said }];
  });
}

/** The code of the first sentence that a text matches; empty if it matches none. */
export function codeAmong(
  sentences: readonly (readonly [code: string, pattern: RegExp])[],
): (said: string) => string {
  return (said) => sentences.find(([, pattern]) => pattern.test(said))?.[0] ?? '';
}
