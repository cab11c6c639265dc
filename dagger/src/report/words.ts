import type { Finding, Severity } from '../verdict/finding.ts';
import type { ExceptionUse, GateResult, Outcome, Verdict } from '../verdict/model.ts';
import { severities } from '../verdict/finding.ts';

/** "1 finding", "3 findings", "12,000 findings". */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A whole number with a comma between thousands. */
export function grouped(number: number): string {
  return number.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration in words: `0.4 s`, `12 s`, `4 min 3 s`; empty for a gate that did not run. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return '';
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${String(whole)} s` : `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

/** Per cent with one decimal, rounded down: 84.99 must not look as if it reached a threshold of 85. */
export function percent(value: number): string {
  return (Math.floor(value * 10) / 10).toFixed(1);
}

/** The state of a gate in the terms of the verdict. */
export type State = Outcome | 'allowed' | 'stopped';

/** A gate's state: its outcome, where an unavailable gate may also be `allowed` or `stopped`. */
export function stateOf({
  outcome,
  allowed,
  stoppedBy,
}: Pick<GateResult, 'outcome' | 'allowed' | 'stoppedBy'>): State {
  if (outcome !== 'unavailable') return outcome;
  if (allowed) return 'allowed';
  return stoppedBy === undefined ? 'unavailable' : 'stopped';
}

/** The word for each {@link State} in reports. */
export const stateWords: Readonly<Record<State, string>> = {
  passed: 'passed',
  failed: 'failed',
  unavailable: 'unavailable',
  allowed: 'unavailable (allowed)',
  stopped: 'stopped',
};

/** One sentence in parts: the result, its gates, the rest. {@link sentence} joins them. */
export interface Headline {
  readonly lead: string;
  readonly glue: string;
  readonly gates: readonly string[];
  readonly rest: string;
}

/** The most important sentence about a verdict: its reason, with the names of the gates. */
export function headline(verdict: Verdict): Headline {
  const having = (state: State): string[] =>
    verdict.gates.filter((gate) => stateOf(gate) === state).map(({ gate }) => gate);
  if (verdict.outcome === 'failed') {
    const gates = having('failed');
    const entries = redEntries(verdict);
    return {
      lead: 'Failed:',
      glue: ' ',
      gates,
      rest: entries.length === 0 ? '.' : `${gates.length > 0 ? '; ' : ''}${entries.join('; ')}.`,
    };
  }
  if (verdict.outcome === 'unavailable') {
    const gates = having('unavailable');
    return { lead: 'Could not be checked:', glue: ' ', gates, rest: gates.length > 0 ? '.' : 'no gate ran.' };
  }
  const gates = having('allowed');
  const passed = verdict.gates.filter((gate) => gate.outcome === 'passed').length;
  return {
    lead: `${counted(passed, 'gate')} passed`,
    glue: gates.length > 0 ? '; not checked, as allowed: ' : '',
    gates,
    rest: '.',
  };
}

/** A headline as one text. */
export function sentence({ lead, glue, gates, rest }: Headline): string {
  return `${lead}${glue}${gates.map((gate, index) => `${separator(index, gates.length)}${gate}`).join('')}${rest}`;
}

/** The separator before a name in a list: nothing, a comma, or "and" before the last. */
export function separator(index: number, length: number): string {
  if (index === 0) return '';
  return index === length - 1 ? ' and ' : ', ';
}

/** What makes the verdict red beside its gates, in a few words each. */
function redEntries(verdict: Verdict): string[] {
  const exceptions = redExceptions(verdict).length;
  return [
    ...(exceptions === 0 ? [] : [`${counted(exceptions, 'exception')} expired or matching nothing`]),
    ...(verdict.baseline?.state === 'expired' ? ['the last day of the baseline is over'] : []),
  ];
}

/** Exceptions that make the verdict red. */
export function redExceptions({ exceptions = [] }: Pick<Verdict, 'exceptions'>): readonly ExceptionUse[] {
  return exceptions.filter(({ state }) => state === 'expired' || state === 'unmatched');
}

/** All red findings of a verdict. */
export function allFindings(verdict: Verdict): readonly Finding[] {
  return verdict.gates.flatMap((gate) => gate.findings);
}

/** Findings in reading order: worst first, then by file and line. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  const place = ({ file = '' }: Finding): string => file;
  return [...findings].sort(
    (left, right) =>
      rank(right) - rank(left) || compare(place(left), place(right)) || (left.line ?? 0) - (right.line ?? 0),
  );
}

/** The number of findings of each severity, worst first, without zeros. */
export function bySeverity(findings: readonly Finding[]): readonly (readonly [Severity, number])[] {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return severities
    .toReversed()
    .map((severity) => [severity, count(severity)] as const)
    .filter(([, number]) => number > 0);
}

/** `file:line:column`, as far as a finding has them. */
export function placeOf({ file, line, column }: Finding): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Compares by code unit, not by locale: a report must not depend on the machine that writes it. */
function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
