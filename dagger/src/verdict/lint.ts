import type { Evidence } from './evidence.ts';
import { abnormalEnd, count, lastWords, unavailable } from './evidence.ts';
import type { Decision, Finding } from './model.ts';
import { parseEslint, parsePrettier, parseTsc } from './parse-lint.ts';

/** What the three tools left behind. */
export interface LintEvidence {
  readonly eslint: Evidence;
  readonly prettier: Evidence;
  readonly tsc: Evidence;
}

/**
 * Decides the lint gate. All three tools are reported, not only the first that is red. A tool that crashed, was killed
 * or looked at nothing makes the gate unavailable unless another one has findings, which are told in any case.
 */
export function decideLint(evidence: LintEvidence): Decision {
  const parts = [decideEslint(evidence.eslint), decidePrettier(evidence.prettier), decideTsc(evidence.tsc)];
  const findings = parts.flatMap((part) => part.findings);
  const silent = parts.filter((part) => part.outcome === 'unavailable').map((part) => part.reason);
  if (findings.length > 0) {
    const reason = parts.map((part) => part.reason).join('; ');
    return { outcome: 'failed', reason, findings, ...(silent.length === 0 ? {} : { notes: silent }) };
  }
  if (silent.length > 0) return unavailable(silent.join('; '));
  return { outcome: 'passed', reason: parts.map((part) => part.reason).join('; '), findings };
}

/** ESLint exits 0 or 1 when it could look at the files, 2 when it could not (its manual, "Exit Codes"). */
function decideEslint(evidence: Evidence): Decision {
  const report = evidence.exitCode > 1 ? undefined : parseEslint(evidence.stdout);
  if (report === undefined) return broken('eslint', evidence);
  if (report.files === 0) return unavailable('eslint looked at no file');
  return found('eslint', report.findings, ` in ${count(report.files, 'file')}`);
}

/** Prettier exits 0 when all is formatted, 1 when not, 2 when something could not be read, be it a syntax error. */
function decidePrettier(evidence: Evidence): Decision {
  const findings = parsePrettier(evidence);
  if (evidence.exitCode !== 0 && findings.length === 0) return broken('prettier', evidence);
  if (abnormalEnd(evidence) !== undefined) return broken('prettier', evidence);
  return found('prettier', findings);
}

/** tsc exits non-zero for its findings and for its own failures alike: only what it printed tells them apart. */
function decideTsc(evidence: Evidence): Decision {
  const findings = parseTsc(evidence.stdout);
  if (findings.some((finding) => finding.rule === 'TS18003')) return unavailable('tsc looked at no file');
  if (evidence.exitCode !== 0 && findings.length === 0) return broken('tsc', evidence);
  if (abnormalEnd(evidence) !== undefined) return broken('tsc', evidence);
  return found('tsc', findings);
}

function found(tool: string, findings: readonly Finding[], where = ''): Decision {
  const outcome = findings.length === 0 ? 'passed' : 'failed';
  return { outcome, reason: `${tool}: ${count(findings.length, 'finding')}${where}`, findings };
}

function broken(tool: string, evidence: Evidence): Decision {
  const how = abnormalEnd(evidence) ?? `ended with code ${String(evidence.exitCode)} and no report`;
  return unavailable(`${tool} ${how}: ${lastWords(evidence)}`);
}
