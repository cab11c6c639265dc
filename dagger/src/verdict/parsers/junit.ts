import type { Parsed, ToolOutput } from './answer.ts';
import { defaultRoot, unreadable } from './answer.ts';

/** How one test ended. */
export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What the test runner said of a failed test. */
  readonly message?: string;
}

/** A file's tests. */
export interface JunitSuite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly JunitCase[];
}

/** What a JUnit report says beside its findings, which are the failed tests. */
export interface JunitFacts {
  /** Tests in the report, the skipped ones included: zero that ran is no green gate. */
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly suites: readonly JunitSuite[];
}

/**
 * Reads the JUnit XML of a test runner (vitest's `--reporter=junit`).
 * @param options.root the source directory in the container, default `/src`
 * @returns not ok when it is no such XML, or when its own counts say something else than its test cases
 */
export function parseJunit(
  output: ToolOutput,
  { root = defaultRoot }: { readonly root?: string } = {},
): Parsed<JunitFacts> {
  return unreadable('junit', `${String(output.text.length)} characters below ${root} are not read yet`);
}
