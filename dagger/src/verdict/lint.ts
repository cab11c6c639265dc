import { brokenDown, count, type Evidence, unavailable } from './evidence.ts';
import type { Decision, Finding } from './model.ts';
import type { Parsed } from './parsers/answer.ts';
import { parseEslint } from './parsers/eslint.ts';
import { parsePrettier } from './parsers/prettier.ts';
import { parseTsc } from './parsers/tsc.ts';
import { combine, type Part } from './tool-gate.ts';

/** What the three tools left behind. */
export interface LintEvidence {
  /** One for each part of the source that was linted by itself. */
  readonly eslint: readonly Evidence[];
  readonly prettier: Evidence;
  readonly tsc: Evidence;
}

/**
 * Decides the lint gate: any finding is red. All three tools are reported, not only the first that is red. A tool that
 * crashed, was killed or looked at nothing makes the gate unavailable unless another one has findings.
 */
export function decideLint({ eslint, prettier, tsc }: LintEvidence): Decision {
  return combine([
    ...decideEslint(eslint),
    [
      'prettier',
      decidePart('prettier', prettier, parsePrettier({ ...outputOf(prettier), stderr: prettier.stderr })),
    ],
    ['tsc', decidePart('tsc', tsc, parseTsc(outputOf(tsc)))],
  ]);
}

/** The parts that could be read, as one; and each that could not, by itself. */
function decideEslint(parts: readonly Evidence[]): Part[] {
  const read = parts.map((evidence) => ({ evidence, report: parseEslint(outputOf(evidence)) }));
  const good = read.flatMap(({ report }) => (report.ok ? [report] : []));
  const bad = read.filter(({ report }) => !report.ok);
  const findings = good.flatMap((report) => report.findings);
  const files = good.reduce((sum, report) => sum + report.facts.files, 0);
  const whole = good.length === 0 ? [] : [decideReport('eslint', findings, files)];
  const broken = bad.map(({ evidence, report }) => decidePart('eslint', evidence, report));
  return [...whole, ...broken].map((decision) => ['eslint', decision]);
}

function outputOf({ stdout, exitCode }: Evidence): { text: string; exitCode: number } {
  return { text: stdout, exitCode };
}

function decidePart(tool: string, evidence: Evidence, report: Parsed<unknown>): Decision {
  if (report.ok) return decideReport(tool, report.findings);
  return unavailable(evidence.broke ? brokenDown(tool, evidence) : report.reason);
}

function decideReport(tool: string, findings: readonly Finding[], files?: number): Decision {
  if (files === 0) return unavailable(`${tool} looked at no file`);
  const where = files === undefined ? '' : ` in ${count(files, 'file')}`;
  const outcome = findings.length === 0 ? 'passed' : 'failed';
  return { outcome, reason: `${tool}: ${count(findings.length, 'finding')}${where}`, findings };
}
