import type { Evidence } from './evidence.ts';
import { abnormalEnd, count, lastWords, unavailable } from './evidence.ts';
import type { Coverage, Decision, Finding } from './model.ts';
import { parseCoverage, parseVitest } from './parse-vitest.ts';

/** What the test run left behind; a report is absent where vitest did not write it. */
export interface TestEvidence {
  readonly run: Evidence;
  /** The report of vitest's `json` reporter. */
  readonly report: string | undefined;
  /** `coverage-summary.json`. */
  readonly coverage: string | undefined;
}

/** Lines that must be covered, in per cent. */
export interface CoverageGate {
  readonly lines: number;
}

/**
 * Decides the test gate: a failing test or coverage under the gate is red; no test that ran, a run that was killed and
 * a report that cannot be read are unavailable.
 */
export function decideTest(evidence: TestEvidence, gate: CoverageGate): Decision {
  const end = abnormalEnd(evidence.run);
  if (end !== undefined) return unavailable(`vitest ${end}: ${lastWords(evidence.run)}`);
  if (/No test files found/.test(evidence.run.stderr + evidence.run.stdout))
    return unavailable('no tests were found');
  const report = parseVitest(evidence.report);
  if (report === undefined)
    return unavailable(`vitest left no report that can be read: ${lastWords(evidence.run)}`);
  if (report.failures.length > 0) {
    return {
      outcome: 'failed',
      reason: `${count(report.failures.length, 'test')} failed, ${count(report.passed, 'test')} passed`,
      findings: report.failures,
    };
  }
  if (evidence.run.exitCode !== 0) return failedBeside(evidence.run);
  if (report.passed === 0) return unavailable('no test ran');
  return decideCoverage(report.passed, parseCoverage(evidence.coverage), gate);
}

function decideCoverage(passed: number, coverage: Coverage | undefined, gate: CoverageGate): Decision {
  const tests = `${count(passed, 'test')} passed`;
  if (coverage === undefined) return unavailable(`${tests}, but there is no coverage that can be read`);
  const lines = `${coverage.lines.toFixed(1)} %`;
  if (coverage.lines >= gate.lines)
    return { outcome: 'passed', reason: `${tests}, ${lines} of lines covered`, findings: [] };
  const finding: Finding = {
    tool: 'vitest',
    rule: 'coverage-lines',
    severity: 'HIGH',
    message: `${lines} of lines are covered, ${String(gate.lines)} % are required`,
    fix: 'Test what was added; the coverage report names the lines.',
  };
  return { outcome: 'failed', reason: `${tests}, but ${finding.message}`, findings: [finding] };
}

/** All tests passed and vitest still says no: an error outside any test, or a threshold of the project's own. */
function failedBeside(run: Evidence): Decision {
  const message = lastWords(run, 10);
  const finding: Finding = { tool: 'vitest', rule: 'run', severity: 'HIGH', message };
  return {
    outcome: 'failed',
    reason: `vitest ended with code ${String(run.exitCode)} though no test failed`,
    findings: [finding],
  };
}
