import { defaultRoot, type Parsed } from '../../tools/answer.ts';
import { brokenDown, count, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { installHint, errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { lastWords } from '../../verdict/last-words.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { type CoverageEvidence, decideCoverage } from './decide-coverage.ts';
import { withFlaky } from './flaky.ts';
import type { TestReports } from './reports.ts';
import { flakyIn, type TestFacts } from './results.ts';
import type { TestRunner } from './runners/runner.ts';
import type { FlakyRule } from '../../project/settings/test.ts';

/** The files that count for the coverage, as `programs/run-tests/run-tests.js` writes them. */
export interface CoverageScope {
  /** Who chose them; where the runner did, they are not named. */
  readonly by: 'arguments' | 'project' | 'default' | 'runner' | 'command';
  /** Patterns of the files that count, and of exclusions from them. */
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
}

/** Results of the test run; a report that the runner did not write is absent. */
export interface TestEvidence extends TestReports, CoverageEvidence {
  readonly run: Evidence;
  /** The runner, which wrote the reports. */
  readonly runner: Pick<TestRunner, 'name' | 'tool' | 'foundNone' | 'complaint' | 'whenUncounted' | 'parse'>;
}

/** Requirements for the tests. */
export interface TestRequirements {
  /** Lines that must be covered, in per cent. */
  readonly lines: number;
  /** Treatment of tests that the runner itself retried until they passed. Default `pass`. */
  readonly flaky?: FlakyRule;
}

/**
 * Decides the test gate. A failed test or too little coverage is red. It is unavailable if no test ran, if the run was
 * killed, or if a report cannot be read.
 */
export function decideTest(evidence: TestEvidence, gate: TestRequirements): Decision {
  const { run, runner, json, junit, output } = evidence;
  const text = json ?? junit ?? output;
  if (run.broke || text === undefined || text.trim() === '') return withoutReport(evidence, text);
  const report = runner.parse({ json, junit, output }, run.exitCode);
  const isUncounted = !report.ok || report.facts.tests === 0;
  if (isUncounted && runner.whenUncounted !== undefined) return decideUncounted(evidence, report);
  if (!report.ok) return unavailable(report.reason);
  if (report.facts.tests === 0 && foundNone(evidence)) return unavailable('no tests were found');
  const decision = decideReport(report, evidence, gate);
  const flaky = flakyIn(report.facts.suites, { tool: runner.tool, root: defaultRoot });
  return withFlaky(decision, flaky, { rule: gate.flaky, how: 'red before and green at last' });
}

function decideReport(
  report: Extract<Parsed<TestFacts>, { ok: true }>,
  evidence: TestEvidence,
  gate: TestRequirements,
): Decision {
  const { run, runner, coverage, scope } = evidence;
  if (report.findings.length > 0) return failed(countsOf(report.facts), report.findings);
  if (run.exitCode !== 0) return report.facts.passed === 0 ? endedBefore(evidence) : failedBeside(evidence);
  if (report.facts.passed === 0) return unavailable('no test ran');
  const measured = { coverage, scope, tool: runner.tool };
  return decideCoverage(countsOf(report.facts), measured, gate.lines);
}

/** The runner and how its run ended. */
type Ended = Pick<TestEvidence, 'run' | 'runner'>;

/** The decision for a run with an empty report of tests, or none. */
function withoutReport(ended: Ended, report: string | undefined): Decision {
  const { run, runner } = ended;
  if (run.broke) return unavailable(brokenDown(runner.name, run));
  if (runner.whenUncounted !== undefined) return decideUncounted(ended);
  if (foundNone(ended)) return unavailable('no tests were found');
  if (run.exitCode === 0) return endedBefore(ended);
  return unavailable(
    report === undefined
      ? brokenDown(runner.name, run)
      : `${runner.name} ended with code ${String(run.exitCode)} and left an empty report: ${errorSummary(run)}`,
  );
}

/** Exit codes of a shell for a program that cannot be run, or is not there (POSIX, "Exit Status for Commands"). */
const notFound = [126, 127];

/**
 * The decision for a command of the project's own in which no test could be counted: a failing end is red with its last
 * words, unless a program is missing here; an end without a failure says nothing about tests.
 */
function decideUncounted({ run, runner }: Ended, report?: Parsed<TestFacts>): Decision {
  const { name, tool, whenUncounted = '' } = runner;
  const code = `${name} ended with code ${String(run.exitCode)}`;
  if (notFound.includes(run.exitCode))
    return unavailable(`${code}: a program that it calls is not there: ${errorSummary(run, 2)}`);
  if (run.exitCode === 0) return unavailable(report?.ok === false ? report.reason : whenUncounted);
  const message = lastWords(run);
  return failed(`${code}, and no test of it could be counted`, [
    { tool, rule: 'run', severity: 'HIGH', message },
  ]);
}

/** Whether the runner says that it found no test file. Tests may print the same words, so that they count without a test alone. */
function foundNone({ run: { stdout, stderr }, runner }: Ended): boolean {
  return runner.foundNone.test(stderr + stdout);
}

/**
 * The decision for a run that ended before any test. A setup of the project may end the process with code 0, which says
 * nothing about tests.
 */
function endedBefore({ run, runner: { name } }: Ended): Decision {
  if (run.exitCode !== 0) {
    const said = errorSummary(run);
    return unavailable(
      `${name} ended with code ${String(run.exitCode)} before any test ran: ${said}${installHint(said)}`,
    );
  }
  const last = errorSummary({ stdout: run.stdout, stderr: '' }, 1) || errorSummary(run, 1);
  const said = last === '' ? 'it printed nothing' : `the last line was: ${last}`;
  return unavailable(`${name} ended with code 0 before any test ran; ${said}`);
}

function countsOf({ passed, failed: red, skipped }: TestFacts): string {
  const parts = [red > 0 ? `${count(red, 'test')} failed` : '', `${count(passed, 'test')} passed`];
  return [...parts, skipped > 0 ? `${String(skipped)} skipped` : ''].filter((part) => part !== '').join(', ');
}

/** The decision if all tests passed and the runner failed: an error outside any test, or a threshold of the project's own. */
function failedBeside({ run, runner: { name, tool, complaint } }: Ended): Decision {
  const message = plainLine(complaint?.exec(run.stderr)?.[0] ?? errorSummary(run)) || 'it printed nothing';
  const finding: Finding = { tool, rule: 'run', severity: 'HIGH', message };
  return failed(`${name} ended with code ${String(run.exitCode)} though no test failed`, [finding]);
}

function failed(reason: string, findings: readonly Finding[]): Decision {
  return { outcome: 'failed', reason, findings };
}
