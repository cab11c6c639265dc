import { brokenDown, count, type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import type { Parsed, ToolOutput } from '../../tools/answer.ts';
import { type LintScope, scopeWords, withinScope } from './scope.ts';

/** The output of a tool, as its parser takes it. */
export function outputOf({ stdout, exitCode }: Evidence): ToolOutput {
  return { text: stdout, exitCode };
}

/** The decision on a report that could not be read: the tool broke down, or printed something else. */
export function unreadableOf(tool: string, evidence: Evidence, report: Parsed<unknown>): Decision {
  if (report.ok) return { ...decideReport(tool, report.findings, count(0, 'file')), unchecked: [tool] };
  return unavailable(evidence.broke ? brokenDown(tool, evidence) : report.reason);
}

/** A linter's decision, with a note about the scripts that it skipped. */
export function decideScope(scope: LintScope, findings: readonly Finding[]): Decision {
  return withinScope(decideReport(scope.tool, findings, scopeWords(scope)), scope);
}

/** @param scope what was checked, in words */
export function decideReport(tool: string, findings: readonly Finding[], scope: string): Decision {
  if (scope.startsWith('0 ') && findings.length === 0) return unavailable(`${tool} checked no file`);
  const outcome = findings.length === 0 ? 'passed' : 'failed';
  const reason = `${tool}: ${count(findings.length, 'finding')} in ${scope}`;
  return { outcome, reason, findings };
}

/** Findings of several calls, each once: their files may overlap. */
export function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
