import type { Coverage, Finding } from './model.ts';
import { jsonOrUndefined, sourceRoot } from './parse-lint.ts';

/** What a test report says. */
export interface TestReport {
  /** Tests that ran and passed; skipped ones are not among them. */
  readonly passed: number;
  readonly failures: readonly Finding[];
}

interface TestFile {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly assertionResults: readonly Record<string, unknown>[];
}

/**
 * Reads the report of vitest's `json` reporter (the shape is Jest's).
 * @returns undefined when there is none or it is of another shape
 */
export function parseVitest(text: string | undefined): TestReport | undefined {
  const report = text === undefined ? undefined : jsonOrUndefined(text);
  if (typeof report !== 'object' || report === null) return undefined;
  const { numPassedTests, testResults } = report as { numPassedTests?: unknown; testResults?: unknown };
  if (typeof numPassedTests !== 'number' || !Array.isArray(testResults)) return undefined;
  const files = testResults.filter(isTestFile);
  if (files.length !== testResults.length) return undefined;
  return { passed: numPassedTests, failures: files.flatMap(failuresOf) };
}

function isTestFile(value: unknown): value is TestFile {
  if (typeof value !== 'object' || value === null) return false;
  const { assertionResults } = value as { assertionResults?: unknown };
  return (
    Array.isArray(assertionResults) &&
    assertionResults.every((item) => typeof item === 'object' && item !== null)
  );
}

/** Failing tests of a file, or the file itself when it could not even be loaded. */
function failuresOf(file: TestFile): Finding[] {
  const tests = file.assertionResults.filter((test) => test['status'] === 'failed');
  if (tests.length === 0 && file.status === 'failed')
    return [failure(file, 'load', textOf(file.message), undefined)];
  return tests.map((test) => {
    const messages = Array.isArray(test['failureMessages']) ? test['failureMessages'] : [];
    const line = firstOwnLine(messages.map(textOf).join('\n'), relative(file));
    return failure(file, textOf(test['fullName']), textOf(messages[0]), line);
  });
}

function failure(file: TestFile, rule: string, message: string, line: number | undefined): Finding {
  const short = message.split('\n    at ')[0] ?? message;
  const at = line === undefined ? {} : { line };
  return {
    tool: 'vitest',
    rule,
    severity: 'HIGH',
    message: short.slice(0, 2000),
    file: relative(file),
    ...at,
  };
}

/** The line in the test's own file where its stack trace passes first. */
function firstOwnLine(stack: string, file: string): number | undefined {
  const at = stack.split('\n').find((line) => line.includes(`${file}:`));
  const line = at?.split(`${file}:`)[1]?.split(':')[0];
  return line === undefined || !/^\d+/.test(line) ? undefined : Number.parseInt(line, 10);
}

function relative({ name }: TestFile): string {
  const file = textOf(name);
  return file.startsWith(sourceRoot) ? file.slice(sourceRoot.length) : file;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : 'no message';
}

/**
 * Reads the totals of an istanbul `coverage-summary.json`.
 * @returns undefined when there is none, it is of another shape, or nothing was measured (per cent "Unknown")
 */
export function parseCoverage(text: string | undefined): Coverage | undefined {
  const summary = text === undefined ? undefined : jsonOrUndefined(text);
  const total = field(summary, 'total');
  const percent = (name: string): unknown => field(field(total, name), 'pct');
  const [lines, branches, functions, statements] = ['lines', 'branches', 'functions', 'statements'].map(
    percent,
  );
  if (typeof lines !== 'number' || typeof branches !== 'number') return undefined;
  if (typeof functions !== 'number' || typeof statements !== 'number') return undefined;
  return { lines, branches, functions, statements };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
