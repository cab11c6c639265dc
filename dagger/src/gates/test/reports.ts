import type { Parsed } from '../../tools/answer.ts';
import { parseJestReport } from './jest-report.ts';
import { parseJunit } from './junit.ts';
import { failuresIn, type TestCase, type TestFacts, type TestSuite } from './results.ts';

/** Results of a test run; undefined if they were not written. */
export interface TestReports {
  /** The runner's own JSON, `results.json`. */
  readonly json?: string | undefined;
  /** `junit.xml`. */
  readonly junit: string | undefined;
  /** What the run printed, for a runner whose results are among it. */
  readonly output?: string | undefined;
}

/**
 * Reads vitest's results: its own report if there is one, because it includes retried tests, else JUnit's. JUnit's
 * failures have more detail, such as the difference between two objects or the reason why a file could not be loaded;
 * their messages are copied into vitest's.
 */
export function parseVitest({ json, junit }: TestReports, exitCode: number): Parsed<TestFacts> {
  if (json === undefined) return parseJunit({ text: junit ?? '', exitCode });
  const results = parseJestReport({ text: json, exitCode }, runner);
  // Exit code 1, because the gate handles the code: only the messages are needed here.
  const told = parseJunit({ text: junit ?? '', exitCode: 1 });
  if (!results.ok || !told.ok) return results;
  const suites = withWords(results.facts.suites, told.facts.suites);
  return { ok: true, findings: failuresIn(suites, runner), facts: { ...results.facts, suites } };
}

const runner = { tool: 'vitest', root: '/src' };

function withWords(suites: readonly TestSuite[], told: readonly TestSuite[]): TestSuite[] {
  const key = ({ classname, name }: TestCase): string => JSON.stringify([classname, name]);
  const words = new Map(told.flatMap(({ cases }) => cases.map((test) => [key(test), test.message])));
  const worded = (test: TestCase): TestCase => {
    const message = test.outcome === 'failed' ? words.get(key(test)) : undefined;
    return message === undefined ? test : { ...test, message };
  };
  return suites.map((suite) => ({ ...suite, cases: suite.cases.map(worded) }));
}
