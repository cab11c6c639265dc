import { brokenDown, count, type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import type { Parsed } from '../../tools/answer.ts';
import { parseEslint } from './eslint.ts';
import { parsePrettier } from './prettier.ts';
import { parseTsc, type TscFacts } from './tsc.ts';
import { withSuppressed } from '../suppressions.ts';
import { type LintScope, scopeWords, withinScope } from './scope.ts';
import { partWarnings, withWarnings } from './warnings.ts';
import { combine, type ToolDecision } from '../../tools/tool-gate.ts';

/** Exit code and output of a tool, or the reason why it did not run. */
export type ToolEvidence = Evidence | string;

/** Evidence of the tools; absent for a tool that the project leaves out. */
export interface LintEvidence {
  /** One for each part of the source that was linted separately. */
  readonly eslint?: readonly Evidence[] | string | undefined;
  readonly prettier?: ToolEvidence | undefined;
  readonly tsc?: ToolEvidence | undefined;
  /** Highest number of ESLint's warnings that is not red. Default: any number. */
  readonly warningLimit?: number | undefined;
  /** Tools of the project that this gate cannot run. Default none. */
  readonly unsupported?: readonly string[];
  /** Paths of all scripts of the source, including those that a tool skips. */
  readonly scripts: readonly string[];
}

/**
 * Decides the lint gate: any finding is red, and every tool is reported, not only the first red one. A tool that is
 * missing, crashed, was killed or checked no file makes the gate unavailable unless another one has findings.
 */
export function decideLint(evidence: LintEvidence): Decision {
  const { eslint, prettier, tsc, unsupported = [], scripts } = evidence;
  return combine([
    ...(eslint === undefined ? [] : decideEslint(eslint, evidence)),
    ...(prettier === undefined ? [] : [['prettier', decidePrettier(prettier, scripts)] as const]),
    ...(tsc === undefined ? [] : [['tsc', decideTsc(tsc)] as const]),
    ...unsupported.map((tool) => [tool, decideUnsupported(tool)] as const),
  ]);
}

function decideUnsupported(tool: string): Decision {
  return unavailable(
    `${tool} is used by the project, and this gate cannot run it: name the others in lint.tools in pipeline.json to go without`,
  );
}

/** One decision for all parts that could be read, and one for each part that could not. */
function decideEslint(
  parts: readonly Evidence[] | string,
  { scripts, warningLimit }: LintEvidence,
): ToolDecision[] {
  if (typeof parts === 'string') return [['eslint', unavailable(parts)]];
  const read = parts.map((evidence) => ({ evidence, report: parseEslint(outputOf(evidence)) }));
  const good = read.flatMap(({ report }) => (report.ok ? [report] : []));
  const bad = read.filter(({ report }) => !report.ok);
  const messages = good.flatMap((report) => report.findings);
  const { findings, told } = partWarnings(messages, warningLimit);
  const looked = [...new Set(good.flatMap((report) => report.facts.files))];
  const suppressed = good.flatMap((report) => report.facts.suppressed);
  const decision = withWarnings(decideScope({ tool: 'eslint', looked, scripts }, findings), told);
  const whole = good.length === 0 ? [] : [withSuppressed(decision, suppressed)];
  const broken = bad.map(({ evidence, report }) => unreadableOf('eslint', evidence, report));
  return [...whole, ...broken].map((decision) => ['eslint', decision]);
}

function decidePrettier(evidence: ToolEvidence, scripts: readonly string[]): Decision {
  if (typeof evidence === 'string') return unavailable(evidence);
  const report = parsePrettier({ ...outputOf(evidence), stderr: evidence.stderr });
  if (!report.ok) return unreadableOf('prettier', evidence, report);
  return decideScope({ tool: 'prettier', looked: report.facts.files, scripts }, report.findings);
}

function decideTsc(evidence: ToolEvidence): Decision {
  if (typeof evidence === 'string') return unavailable(evidence);
  const report = parseTsc(outputOf(evidence));
  if (!report.ok) return unreadableOf('tsc', evidence, report);
  const { configurations, files, incomplete } = report.facts;
  if (configurations.length === 0)
    return unavailable(
      'tsc: there is no tsconfig.json: add one, or leave tsc out of lint.tools in pipeline.json',
    );
  const decision = decideReport('tsc', report.findings, count(files, 'file'));
  if (incomplete.length === 0) return { ...decision, ...beyond(report.facts) };
  if (decision.outcome === 'failed') return { ...decision, unchecked: ['tsc'], notes: incomplete };
  return unavailable(`tsc: ${incomplete.slice(0, 3).join('; ')}`);
}

/** A note about sources that no tsconfig.json includes: that is the project's own choice. */
function beyond({ missed, configurations }: TscFacts): Pick<Decision, 'notes'> {
  if (missed <= 0) return {};
  const where =
    configurations.length === 1
      ? (configurations[0] ?? '')
      : `${String(configurations.length)} tsconfig.json files`;
  return {
    notes: [`tsc: ${count(missed, 'TypeScript file')} not taken in by ${where}`],
  };
}

function outputOf({ stdout, exitCode }: Evidence): { text: string; exitCode: number } {
  return { text: stdout, exitCode };
}

function unreadableOf(tool: string, evidence: Evidence, report: Parsed<unknown>): Decision {
  if (report.ok) return decideReport(tool, report.findings, count(0, 'file'));
  return unavailable(evidence.broke ? brokenDown(tool, evidence) : report.reason);
}

/** A linter's decision, with a note about the scripts that it skipped. */
function decideScope(scope: LintScope, findings: readonly Finding[]): Decision {
  return withinScope(decideReport(scope.tool, findings, scopeWords(scope)), scope);
}

/** @param scope what was checked, in words */
function decideReport(tool: string, findings: readonly Finding[], scope: string): Decision {
  if (scope.startsWith('0 ') && findings.length === 0) return unavailable(`${tool} checked no file`);
  const outcome = findings.length === 0 ? 'passed' : 'failed';
  const reason = `${tool}: ${count(findings.length, 'finding')} in ${scope}`;
  return { outcome, reason, findings };
}
