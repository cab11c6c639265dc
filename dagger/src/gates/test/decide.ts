import { defaultRoot, type Parsed } from '../../tools/answer.ts';
import { brokenDown, count, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { installHint, errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { type CoverageEvidence, decideCoverage } from './decide-coverage.ts';
import { withFlaky } from './flaky.ts';
import { parseReports, type TestReports } from './reports.ts';
import { flakyIn, type TestFacts } from './results.ts';
import type { FlakyRule } from '../../project/settings.ts';

/** The files that count for the coverage, as `programs/run-tests/run-tests.js` writes them. */
export interface CoverageScope {
  /** Who chose them; `vitest` counts the files that a test loaded. */
  readonly by: 'arguments' | 'project' | 'default' | 'vitest';
  /** Patterns of the files that count, and of exclusions from them. */
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
}

/** Results of the test run; a report that vitest did not write is absent. */
export interface TestEvidence extends TestReports, CoverageEvidence {
  readonly run: Evidence;
}

/** Requirements for the tests. */
export interface TestRequirements {
  /** Lines that must be covered, in per cent. */
  readonly lines: number;
  /** Treatment of tests that vitest itself retried until they passed. Default `pass`. */
  readonly flaky?: FlakyRule;
}

/**
 * Decides the test gate. A failed test or too little coverage is red. It is unavailable if no test ran, if the run was
 * killed, or if a report cannot be read.
 */
export function decideTest(
  { run, json, junit, coverage, scope }: TestEvidence,
  gate: TestRequirements,
): Decision {
  const text = json ?? junit;
  if (run.broke || text === undefined || text.trim() === '' || foundNone(run))
    return withoutReport(run, text);
  const report = parseReports({ json, junit }, run.exitCode);
  if (!report.ok) return unavailable(report.reason);
  const decision = decideReport(report, { run, coverage, scope }, gate);
  const flaky = flakyIn(report.facts.suites, { tool: 'vitest', root: defaultRoot });
  return withFlaky(decision, flaky, { rule: gate.flaky, how: 'red before and green at last' });
}

function decideReport(
  report: Extract<Parsed<TestFacts>, { ok: true }>,
  { run, coverage, scope }: Pick<TestEvidence, 'run' | 'coverage' | 'scope'>,
  gate: TestRequirements,
): Decision {
  if (report.findings.length > 0) return failed(countsOf(report.facts), report.findings);
  if (run.exitCode !== 0) return report.facts.passed === 0 ? endedBefore(run) : failedBeside(run);
  if (report.facts.passed === 0) return unavailable('no test ran');
  return decideCoverage(countsOf(report.facts), { coverage, scope }, gate.lines);
}

/** The decision for a run with an empty report of tests, or none. */
function withoutReport(run: Evidence, report: string | undefined): Decision {
  if (run.broke) return unavailable(brokenDown('vitest', run));
  if (foundNone(run)) return unavailable('no tests were found');
  if (run.exitCode === 0) return endedBefore(run);
  return unavailable(
    report === undefined
      ? brokenDown('vitest', run)
      : `vitest ended with code ${String(run.exitCode)} and left an empty report: ${errorSummary(run)}`,
  );
}

/** Whether vitest found no test file, which it prints besides an empty report. */
function foundNone({ stdout, stderr }: Evidence): boolean {
  return /No test files found/.test(stderr + stdout);
}

/**
 * The decision for a run that ended before any test. A setup of the project may end the process with code 0, which says
 * nothing about tests.
 */
function endedBefore(run: Evidence): Decision {
  if (run.exitCode !== 0) {
    const said = errorSummary(run);
    return unavailable(
      `vitest ended with code ${String(run.exitCode)} before any test ran: ${said}${installHint(said)}`,
    );
  }
  const last = errorSummary({ stdout: run.stdout, stderr: '' }, 1) || errorSummary(run, 1);
  return unavailable(`vitest ended with code 0 before any test ran; the last line was: ${last}`);
}

function countsOf({ passed, failed: red, skipped }: TestFacts): string {
  const parts = [red > 0 ? `${count(red, 'test')} failed` : '', `${count(passed, 'test')} passed`];
  return [...parts, skipped > 0 ? `${String(skipped)} skipped` : ''].filter((part) => part !== '').join(', ');
}

/** The decision if all tests passed and vitest failed: an error outside any test, or a threshold of the project's own. */
function failedBeside(run: Evidence): Decision {
  const finding: Finding = { tool: 'vitest', rule: 'run', severity: 'HIGH', message: errorSummary(run) };
  return failed(`vitest ended with code ${String(run.exitCode)} though no test failed`, [finding]);
}

function failed(reason: string, findings: readonly Finding[]): Decision {
  return { outcome: 'failed', reason, findings };
}
