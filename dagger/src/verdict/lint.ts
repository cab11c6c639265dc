import { brokenDown, count, type Evidence, unavailable } from './evidence.ts';
import type { Decision } from './model.ts';
import type { Parsed } from './parsers/answer.ts';
import { parseEslint } from './parsers/eslint.ts';
import { parsePrettier } from './parsers/prettier.ts';
import { parseTsc } from './parsers/tsc.ts';
import { combine } from './tool-gate.ts';

/** What the three tools left behind. */
export interface LintEvidence {
  readonly eslint: Evidence;
  readonly prettier: Evidence;
  readonly tsc: Evidence;
}

/**
 * Decides the lint gate: any finding is red. All three tools are reported, not only the first that is red. A tool that
 * crashed, was killed or looked at nothing makes the gate unavailable unless another one has findings.
 */
export function decideLint({ eslint, prettier, tsc }: LintEvidence): Decision {
  return combine([
    decidePart('eslint', eslint, parseEslint(outputOf(eslint)), ({ files }) => files),
    decidePart('prettier', prettier, parsePrettier({ ...outputOf(prettier), stderr: prettier.stderr })),
    decidePart('tsc', tsc, parseTsc(outputOf(tsc))),
  ]);
}

function outputOf({ stdout, exitCode }: Evidence): { text: string; exitCode: number } {
  return { text: stdout, exitCode };
}

function decidePart<Facts>(
  tool: string,
  evidence: Evidence,
  report: Parsed<Facts>,
  filesOf?: (facts: Facts) => number,
): Decision {
  if (!report.ok) return unavailable(evidence.broke ? brokenDown(tool, evidence) : report.reason);
  const files = filesOf?.(report.facts);
  if (files === 0) return unavailable(`${tool} looked at no file`);
  const where = files === undefined ? '' : ` in ${count(files, 'file')}`;
  const outcome = report.findings.length === 0 ? 'passed' : 'failed';
  return {
    outcome,
    reason: `${tool}: ${count(report.findings.length, 'finding')}${where}`,
    findings: report.findings,
  };
}
