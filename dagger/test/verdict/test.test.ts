import { describe, expect, test } from 'vitest';

import { parseCoverage } from '../../src/verdict/parse-vitest.ts';
import { decideTest, type TestEvidence } from '../../src/verdict/test.ts';

const passedTest = { fullName: 'app answers', status: 'passed', failureMessages: [] };
const failedTest = {
  fullName: 'app adds',
  status: 'failed',
  failureMessages: [
    'AssertionError: expected 3 to be 4\n    at add (/src/src/add.ts:2:3)\n    at /src/test/app.test.ts:17:9',
  ],
};
const report = (tests: unknown[], change = {}): string =>
  JSON.stringify({
    numPassedTests: tests.filter((one) => one === passedTest).length,
    testResults: [{ name: '/src/test/app.test.ts', status: 'passed', message: '', assertionResults: tests }],
    ...change,
  });
const coverage = (lines: unknown): string => {
  const total = { lines, branches: 90, functions: 90, statements: 90 };
  const entries = Object.entries(total).map(([name, pct]) => [name, { total: 100, covered: 90, pct }]);
  return JSON.stringify({ total: Object.fromEntries(entries) as unknown });
};
const good: TestEvidence = {
  run: { exitCode: 0, stdout: '', stderr: '' },
  report: report([passedTest]),
  coverage: coverage(91.44),
};
const decide = (change: Partial<TestEvidence>): ReturnType<typeof decideTest> =>
  decideTest({ ...good, ...change }, { lines: 85 });

test('tests that pass with enough coverage are green, both told', () => {
  expect(decide({})).toEqual({
    outcome: 'passed',
    reason: '1 test passed, 91.4 % of lines covered',
    findings: [],
  });
});

test('a failing test is red with its name, message, file and the line in that file', () => {
  const run = { ...good.run, exitCode: 1 };
  expect(decide({ run, report: report([passedTest, failedTest]) })).toMatchObject({
    outcome: 'failed',
    reason: '1 test failed, 1 test passed',
    findings: [
      { rule: 'app adds', message: 'AssertionError: expected 3 to be 4', file: 'test/app.test.ts', line: 17 },
    ],
  });
});

test('a test file that cannot be loaded is red', () => {
  const broken = {
    name: '/src/test/a.test.ts',
    status: 'failed',
    message: 'SyntaxError',
    assertionResults: [],
  };
  const decision = decide({
    run: { ...good.run, exitCode: 1 },
    report: report([], { testResults: [broken] }),
  });
  expect(decision.findings).toMatchObject([{ rule: 'load', message: 'SyntaxError', file: 'test/a.test.ts' }]);
});

test.each([
  [85, 'passed'],
  [84.99, 'failed'],
  [0, 'failed'],
] as const)('coverage of %d %% against a gate of 85 %% is %s', (lines, outcome) => {
  expect(decide({ coverage: coverage(lines) }).outcome).toBe(outcome);
});

test('vitest that says no though every test passed is red with its last words', () => {
  const run = { exitCode: 1, stdout: '', stderr: 'Unhandled Rejection: boom' };
  expect(decide({ run }).findings).toMatchObject([{ rule: 'run', message: 'Unhandled Rejection: boom' }]);
});

describe('what could not be checked is unavailable, never green', () => {
  const cases: [string, Partial<TestEvidence>][] = [
    [
      'no tests were found',
      { run: { exitCode: 1, stdout: '', stderr: 'No test files found, exiting with code 1' } },
    ],
    ['every test was skipped', { report: report([], { numPassedTests: 0 }) }],
    ['the run hung', { run: { ...good.run, exitCode: 124 } }],
    ['the run was killed', { run: { ...good.run, exitCode: 137 } }],
    ['there is no report', { report: undefined }],
    ['the report is truncated', { report: '{"numPassedTests": 1, "testRes' }],
    ['the report is of another shape', { report: '{"numPassedTests": 1, "testResults": [{}]}' }],
    ['there is no coverage', { coverage: undefined }],
    ['nothing was measured', { coverage: coverage('Unknown') }],
  ];
  test.each(cases)('%s', (_, change) => {
    expect(decide(change)).toMatchObject({ outcome: 'unavailable', findings: [] });
  });
});

test('coverage of no shape at all is no coverage', () => {
  for (const text of ['', 'null', '[]', '{"total": 7}', '{"total": {"lines": {"pct": 1}}}']) {
    expect(parseCoverage(text)).toBeUndefined();
  }
});
