import type { Parsed } from '../../tools/answer.ts';
import { parseJunit } from './junit.ts';
import { failuresIn, type TestCase, type TestFacts, type TestSuite } from './results.ts';
import { parseVitest } from './vitest.ts';

/** What a test run left behind, each undefined where it was not written. */
export interface TestReports {
  /** `vitest.json`, which vitest alone writes. */
  readonly json?: string | undefined;
  /** `junit.xml`, which every runner can write. */
  readonly junit: string | undefined;
}

/**
 * Reads the results: vitest's own report where there is one, which knows of tests that were tried again, else JUnit's. Of failures
 * JUnit's says more, such as what differs between two objects, and where a file could not be loaded: vitest's gets its words.
 */
export function parseReports({ json, junit }: TestReports, exitCode: number): Parsed<TestFacts> {
  if (json === undefined) return parseJunit({ text: junit ?? '', exitCode });
  const results = parseVitest({ text: json, exitCode });
  // Exit code 1, because the code is the gate's affair: here only words are wanted.
  const told = parseJunit({ text: junit ?? '', exitCode: 1 });
  if (!results.ok || !told.ok) return results;
  const suites = withWords(results.facts.suites, told.facts.suites);
  const runner = { tool: 'vitest', root: '/src' };
  return { ok: true, findings: failuresIn(suites, runner), facts: { ...results.facts, suites } };
}

function withWords(suites: readonly TestSuite[], told: readonly TestSuite[]): TestSuite[] {
  const key = ({ classname, name }: TestCase): string => JSON.stringify([classname, name]);
  const words = new Map(told.flatMap(({ cases }) => cases.map((test) => [key(test), test.message])));
  const worded = (test: TestCase): TestCase => {
    const message = test.outcome === 'failed' ? words.get(key(test)) : undefined;
    return message === undefined ? test : { ...test, message };
  };
  return suites.map((suite) => ({ ...suite, cases: suite.cases.map(worded) }));
}
