import { describe, expect, test } from 'vitest';

import { fixture } from '../../support/fixture.ts';
import { parseCoverage } from '../../../src/gates/test/coverage.ts';
import { decideTest, type TestEvidence } from '../../../src/gates/test/decide.ts';
import { jest } from '../../../src/gates/test/runners/jest.ts';
import { ownCommand } from '../../../src/gates/test/runners/own-command.ts';
import { vitest } from '../../../src/gates/test/runners/vitest.ts';

const passedTest = '<testcase classname="test/app.test.ts" name="app answers" time="0.01"></testcase>';
const skippedTest = '<testcase classname="test/app.test.ts" name="app waits" time="0"><skipped/></testcase>';
const failedTest = `<testcase classname="test/app.test.ts" name="app adds" time="0.01">
<failure message="expected 3 to be 4" type="AssertionError">AssertionError: expected 3 to be 4
 ❯ test/app.test.ts:17:9
</failure></testcase>`;
const junitOf = (tests: string[]): string => {
  const failures = tests.filter((one) => one === failedTest).length;
  const counts = `tests="${String(tests.length)}" failures="${String(failures)}" errors="0" time="0.1"`;
  return `<?xml version="1.0"?><testsuites name="vitest" ${counts}><testsuite name="test/app.test.ts" ${counts} skipped="0">${tests.join('')}</testsuite></testsuites>`;
};
const coverage = (lines: unknown): string => {
  const total = { lines, branches: 90, functions: 90, statements: 90 };
  const entries = Object.entries(total).map(([name, pct]) => [name, { total: 100, covered: 90, pct }]);
  const measures = Object.fromEntries(entries) as unknown;
  return JSON.stringify({ total: measures, '/src/src/app.ts': measures });
};
const good: TestEvidence = {
  run: { exitCode: 0, stdout: '', stderr: '' },
  runner: vitest,
  junit: junitOf([passedTest]),
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
  expect(decide({ run, junit: junitOf([passedTest, failedTest]) })).toMatchObject({
    outcome: 'failed',
    reason: '1 test failed, 1 test passed',
    findings: [
      {
        message: expect.stringContaining('app adds: AssertionError: expected 3 to be 4') as string,
        file: 'test/app.test.ts',
        line: 17,
      },
    ],
  });
});

test('words of a test are not those of the runner: there are tests', () => {
  const run = { ...good.run, stdout: 'No test files found, says a test of a runner' };
  expect(decide({ run }).outcome).toBe('passed');
  expect(decide({ run, junit: fixture('junit-none.xml') })).toMatchObject({
    outcome: 'unavailable',
    reason: 'no tests were found',
  });
});

test('skipped tests are counted apart', () => {
  expect(decide({ junit: junitOf([passedTest, skippedTest]) }).reason).toContain('1 test passed, 1 skipped');
});

test.each([
  [85, 'passed'],
  [84.99, 'failed'],
  [0, 'failed'],
] as const)('coverage of %d against a gate of 85 is %s', (lines, outcome) => {
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
      {
        run: { exitCode: 1, stdout: '', stderr: 'No test files found, exiting with code 1' },
        junit: fixture('junit-none.xml'),
      },
    ],
    ['every test was skipped', { junit: junitOf([skippedTest]) }],
    ['the run hung', { run: { ...good.run, exitCode: 124, broke: true } }],
    ['the run was killed', { run: { ...good.run, exitCode: 137, broke: true } }],
    ['there is no report', { junit: undefined, run: { ...good.run, exitCode: 1 } }],
    ['the process ended before any test', { junit: undefined }],
    ['the report is truncated', { junit: '<testsuites tests="1"><testsuite na' }],
    ['the report is of another shape', { junit: '<html></html>' }],
    ['there is no coverage', { coverage: undefined }],
    ['nothing was measured', { coverage: coverage('Unknown') }],
  ];
  test.each(cases)('%s', (_, change) => {
    expect(decide(change)).toMatchObject({ outcome: 'unavailable', findings: [] });
  });
});

describe("by vitest's own report", () => {
  const red = fixture('vitest-4.json');
  const retried = (tries: number): string =>
    JSON.stringify({
      numTotalTests: 1,
      numFailedTests: 0,
      testResults: [
        {
          name: '/src/test/app.test.ts',
          status: 'passed',
          message: '',
          startTime: 1,
          endTime: 2,
          assertionResults: [
            {
              ancestorTitles: ['app'],
              title: 'waits',
              status: 'passed',
              failureMessages: Array.from(
                { length: tries },
                () => 'Error: late\n    at /src/test/app.test.ts:3:1',
              ),
            },
          ],
        },
      ],
    });

  test('failing tests are red', () => {
    expect(decide({ run: { ...good.run, exitCode: 1 }, json: red, junit: undefined })).toMatchObject({
      outcome: 'failed',
      reason: '5 tests failed, 2 tests passed, 3 skipped',
      notes: ['flaky: test/a.test.ts: add <script>alert("x")</script> > is green at last'],
    });
  });

  test('an error outside of any test is red with the last words', () => {
    const run = { exitCode: 1, stdout: '', stderr: 'Error: nobody waits for this' };
    expect(decide({ run, json: fixture('vitest-unhandled.json') })).toMatchObject({
      outcome: 'failed',
      findings: [{ rule: 'run', message: 'Error: nobody waits for this' }],
    });
  });

  test('no test at all, and a report that is cut off, are unavailable', () => {
    for (const json of [fixture('vitest-none.json'), red.slice(0, 500), '']) {
      expect(decide({ json }).outcome).toBe('unavailable');
    }
  });

  test('a test that vitest tried again is named, and red where the project says so', () => {
    expect(decide({ json: retried(0) })).not.toHaveProperty('notes');
    expect(decide({ json: retried(2) })).toMatchObject({
      outcome: 'passed',
      reason: '1 test passed, 91.4 % of lines covered; 1 test flaky, red before and green at last',
      notes: ['flaky: test/app.test.ts: app > waits'],
    });
    expect(decideTest({ ...good, json: retried(2) }, { lines: 85, flaky: 'fail' })).toMatchObject({
      outcome: 'failed',
      findings: [{ rule: 'flaky-test', file: 'test/app.test.ts', line: 3 }],
    });
  });
});

test("a threshold of the project's own is named by the line in which jest says so", () => {
  const json = JSON.stringify({
    numTotalTests: 1,
    numFailedTests: 0,
    testResults: [
      {
        name: '/src/a.test.js',
        status: 'passed',
        startTime: 1,
        endTime: 2,
        assertionResults: [{ ancestorTitles: [], title: 'ok', status: 'passed', failureMessages: [] }],
      },
    ],
  });
  const stderr =
    'Jest: "global" coverage threshold for lines (90%) not met: 50%\n\nTests: 1 passed\nTime: 1 s\n';
  expect(decide({ runner: jest, json, run: { exitCode: 1, stdout: '', stderr } })).toMatchObject({
    outcome: 'failed',
    reason: 'jest ended with code 1 though no test failed',
    findings: [{ tool: 'jest', message: 'Jest: "global" coverage threshold for lines (90%) not met: 50%' }],
  });
});

test('a runner that ended before any test and said nothing is unavailable', () => {
  expect(decide({ junit: undefined }).reason).toBe(
    'vitest ended with code 0 before any test ran; it printed nothing',
  );
});

test('coverage of no shape at all is no coverage', () => {
  for (const text of ['', 'null', '[]', '{"total": 7}', '{"total": {"lines": {"pct": 1}}}']) {
    expect(parseCoverage({ text }).ok).toBe(false);
  }
});

test('a runner that ended before any test says what it printed last', () => {
  const run = { ...good.run, stdout: ' RUN  v4\n\nDATABASE_URL is not set: skipping all tests\n' };
  for (const junit of [undefined, '']) {
    expect(decide({ junit, run }).reason).toBe(
      'vitest ended with code 0 before any test ran; the last line was: DATABASE_URL is not set: skipping all tests',
    );
  }
});

test.each([
  [{ by: 'default', include: ['**/src/**/*.ts'] }, 'the lines of the sources **/src/**/*.ts'],
  [{ by: 'project', include: ['src/**'] }, 'the lines of src/**'],
  [{ by: 'arguments', include: ['a', 'b', 'c', 'd'] }, 'the lines of a, b, c, ...'],
  [{ by: 'runner', include: [] }, 'lines'],
])('which lines count is told: %j', (scope, words) => {
  expect(decide({ scope: JSON.stringify(scope) }).reason).toBe(`1 test passed, 91.4 % of ${words} covered`);
});

describe("a command of the project's own", () => {
  const runner = ownCommand({ command: 'make test' });
  const scope = JSON.stringify({ by: 'command', include: [] });
  const own = (
    output: string | undefined,
    change: Partial<TestEvidence> = {},
  ): ReturnType<typeof decideTest> => decide({ runner, junit: undefined, output, scope, ...change });
  const ended = (exitCode: number, stdout = ''): Pick<TestEvidence, 'run'> => ({
    run: { exitCode, stdout, stderr: '' },
  });

  test('is green by the TAP on its output, with the coverage that it measured', () => {
    expect(own('1..1\nok 1 - a\n')).toMatchObject({
      outcome: 'passed',
      reason: '1 test passed, 91.4 % of the measured lines covered',
      notes: [expect.stringContaining('sources that no test loads may be missing') as string],
    });
  });

  test('is red where it fails, whatever could be counted', () => {
    expect(own('1..1\nnot ok 1 - a\n', ended(1)).findings).toMatchObject([{ rule: 'test-failed' }]);
    expect(own('1..1\nok 1 - a\n', ended(1, 'late'))).toMatchObject({
      outcome: 'failed',
      reason: 'test.command ended with code 1 though no test failed',
    });
    expect(own('nothing', ended(3, 'one\ntwo\n'))).toMatchObject({
      outcome: 'failed',
      reason: 'test.command ended with code 3, and no test of it could be counted',
      findings: [{ tool: 'test-command', rule: 'run', severity: 'HIGH', message: 'one\ntwo' }],
    });
    expect(own(undefined, ended(1))).toMatchObject({ findings: [{ message: 'it printed nothing' }] });
    expect(own('TAP version 13\nok 1 - a\n', ended(1, 'crash'))).toMatchObject({ outcome: 'failed' });
  });

  test.each<[string, string | undefined, Partial<TestEvidence>, RegExp]>([
    ['it ends well without a test', 'all is well', {}, /printed no TAP .*name the JUnit file .* test\.junit/],
    ['it prints nothing', undefined, {}, /printed no TAP/],
    ['its TAP ends early', 'TAP version 13\nok 1 - a\n', {}, /ends before its plan/],
    [
      'a program is not there',
      '',
      ended(127, 'sh: make: not found'),
      /a program that it calls is not there: .*make/,
    ],
    ['it was killed', '', { run: { exitCode: 137, stdout: '', stderr: '', broke: true } }, /was killed/],
    [
      'its coverage is not named',
      '1..1\nok 1 - a\n',
      { coverage: undefined },
      /there is no coverage: name .* as test\.coverage/,
    ],
  ])('is unavailable where %s', (_, output, change, reason) => {
    const decision = own(output, change);
    expect(decision.outcome).toBe('unavailable');
    expect(decision.reason).toMatch(reason);
  });

  test('names the JUnit file that it left out, whatever it printed', () => {
    const withJunit = ownCommand({ command: 'make test', junit: 'out/*.xml' });
    const decision = own('1..1\nok 1 - a\n', { runner: withJunit });
    expect(decision).toMatchObject({ outcome: 'unavailable' });
    expect(decision.reason).toMatch(/^test\.command \(make test\) left no file out\/\*\.xml: expected JUnit/);
  });

  test('goes without coverage where the project asks for none, and says so', () => {
    const evidence = {
      ...good,
      runner,
      junit: undefined,
      output: '1..1\nok 1 - a\n',
      scope,
      coverage: undefined,
    };
    expect(decideTest(evidence, { lines: 0 })).toMatchObject({
      outcome: 'passed',
      reason: '1 test passed',
      notes: ['the coverage is not measured'],
    });
  });
});
