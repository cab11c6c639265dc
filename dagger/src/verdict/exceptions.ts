import type { Day, Text } from './figures.ts';
import type { Finding, Severity } from './finding.ts';
import type { ExceptionUse, GateResult } from './model.ts';
import { severities } from './finding.ts';
import { hasLooked, type ToolRow } from './report-tools.ts';

/** A tool whose findings may be tolerated. */
export type ToolName = string;

/** A finding that the project tolerates. */
export interface Exception {
  /** The tool that finds it, as its findings name it. */
  readonly tool: ToolName;
  /** The rule or advisory. */
  readonly id: Text;
  readonly reason: Text;
  readonly owner: Text;
  /** Last day on which it holds, as YYYY-MM-DD. */
  readonly expires: Day;
}

/** The rules that decide whether a finding is red. */
export interface Policy {
  /** Severity from which a finding is red. */
  readonly threshold: Severity;
  readonly exceptions: readonly Exception[];
  /** The day of the run, as YYYY-MM-DD. */
  readonly today: string;
}

/** Findings that make a gate red, and those that are only reported. */
export interface JudgedFindings {
  readonly findings: readonly Finding[];
  readonly tolerated: readonly Finding[];
}

/** Splits findings into red ones and tolerated ones, which are below the threshold or covered by a valid exception. */
export function judge(found: readonly Finding[], { threshold, exceptions, today }: Policy): JudgedFindings {
  const holding = exceptions.filter((exception) => !isExpired(exception, today));
  const isRed = (finding: Finding): boolean =>
    severities.indexOf(finding.severity) >= severities.indexOf(threshold) &&
    !holding.some((exception) => matches(exception, finding));
  return { findings: found.filter(isRed), tolerated: found.filter((finding) => !isRed(finding)) };
}

/**
 * The state of each exception. One that is expired or that no finding matches is red: the list must not outlive
 * its purpose. Whether a finding matches is known only if its tool checked everything, in each of its gates.
 */
export function exceptionUses(
  exceptions: readonly Exception[],
  { gates, today, rows }: { gates: readonly GateResult[]; today: string; rows: readonly ToolRow[] },
): ExceptionUse[] {
  return exceptions.map((exception) => ({ ...exception, state: stateOf(exception, gates, today, rows) }));
}

function stateOf(
  exception: Exception,
  gates: readonly GateResult[],
  today: string,
  rows: readonly ToolRow[],
): ExceptionUse['state'] {
  if (isExpired(exception, today)) return 'expired';
  const names = rows.filter((row) => row.tools.includes(exception.tool)).map((row) => row.gate);
  const results = gates.filter((gate) => names.includes(gate.gate));
  const found = results.flatMap((gate) => [...gate.findings, ...(gate.tolerated ?? [])]);
  if (found.some((finding) => matches(exception, finding))) return 'used';
  const complete =
    results.length === names.length && results.every((gate) => hasLooked(gate, exception.tool));
  return complete ? 'unmatched' : 'unchecked';
}

/** Exceptions that make the verdict red. */
export function redExceptions(uses: readonly ExceptionUse[]): readonly ExceptionUse[] {
  return uses.filter((use) => use.state === 'expired' || use.state === 'unmatched');
}

function matches({ tool, id }: Exception, finding: Finding): boolean {
  return finding.tool === tool && (finding.rule === id || (finding.aliases ?? []).includes(id));
}

/** An exception holds until the end of its last day, in UTC. */
function isExpired({ expires }: Exception, today: string): boolean {
  return today > expires;
}
