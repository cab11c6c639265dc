import { makeFinding } from '../../tools/make-finding.ts';
import type { Finding } from '../../verdict/finding.ts';

/** The result of one test. */
export interface TestCase {
  readonly name: string;
  /** Its file, relative to the source; another runner may name a class. */
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The test runner's message for a failed test, or for one that failed before it passed. */
  readonly message?: string;
  /** How often the test failed before it passed, if the runner itself retried it. */
  readonly failedBefore?: number;
}

/** The tests of a file. */
export interface TestSuite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly TestCase[];
}

/** Facts of a report of tests besides its findings, which are the failed tests. */
export interface TestFacts {
  /** Tests in the report, including skipped ones; if none ran, the gate is not green. */
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly suites: readonly TestSuite[];
}

/** The runner of a report, and its source directory. */
export interface Runner {
  /** Name of the test runner in the findings. */
  readonly tool: string;
  /** The source directory in the container. */
  readonly root: string;
}

export function factsOf(suites: readonly TestSuite[]): TestFacts {
  const outcomes = suites.flatMap((suite) => suite.cases.map((test) => test.outcome));
  const count = (outcome: TestCase['outcome']): number => outcomes.filter((one) => one === outcome).length;
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  return { tests: outcomes.length, ...counts, suites };
}

/** The tests of each file, in the order of their first. */
export function byFile(cases: readonly TestCase[]): TestSuite[] {
  const files = [...new Set(cases.map(({ classname }) => classname))];
  return files.map((name) => {
    const own = cases.filter(({ classname }) => classname === name);
    return { name, durationMs: own.reduce((sum, { durationMs }) => sum + durationMs, 0), cases: own };
  });
}

/** A finding for each failed test. */
export function failuresIn(suites: readonly TestSuite[], runner: Runner): Finding[] {
  const failed = suites.flatMap(({ cases }) => cases.filter(({ outcome }) => outcome === 'failed'));
  return failed.map((test) => findingOf(test, runner));
}

/** A finding for each test that the runner retried until it passed. */
export function flakyIn(suites: readonly TestSuite[], runner: Runner): Finding[] {
  const again = suites.flatMap(({ cases }) => cases.filter(({ failedBefore = 0 }) => failedBefore > 0));
  return again.map((test) => findingOf(test, runner));
}

function findingOf({ name, classname, message = 'no message' }: TestCase, { tool, root }: Runner): Finding {
  const isFile = /\.[cm]?[jt]sx?$/.test(classname);
  const place = isFile ? placeIn(message, classname, root) : undefined;
  return makeFinding({
    tool,
    rule: 'test-failed',
    severity: 'HIGH',
    message: `${name}: ${message}`,
    file: isFile ? classname : undefined,
    ...place,
  });
}

/** Line and column in the test's own file, from the stack of its failure. */
function placeIn(message: string, file: string, root: string): { line: number; column: number } | undefined {
  for (const name of [file, `${root}/${file}`]) {
    const at = message.indexOf(`${name}:`);
    const place =
      at < 0 ? null : /^(\d{1,9}):(\d{1,9})/.exec(message.slice(at + name.length + 1, at + name.length + 25));
    if (place !== null) return { line: Number(place[1]), column: Number(place[2]) };
  }
  return undefined;
}
