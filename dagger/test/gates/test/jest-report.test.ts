import { describe, expect, test } from 'vitest';

import { parseJestReport } from '../../../src/gates/test/jest-report.ts';
import { parseVitest } from '../../../src/gates/test/reports.ts';
import { flakyIn } from '../../../src/gates/test/results.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const runner = { tool: 'vitest', root: '/src' };

describe.each(['3', '4', '5'])('what vitest %s wrote', (version) => {
  const { facts, findings } = readable(
    parseJestReport({ text: fixture(`vitest-${version}.json`), exitCode: 1 }, runner),
  );

  test('counts what did not run, and files that are red as a whole', () => {
    expect(facts).toMatchObject({ tests: 10, passed: 2, failed: 5, skipped: 3 });
  });

  test('a failed test is a finding with its file, its line there and what it failed of, without foreign code', () => {
    expect(findings).toMatchObject([
      { file: 'test/a.test.ts', line: 10, column: 28, rule: 'test-failed', severity: 'HIGH' },
      { file: 'test/a.test.ts', line: 14, column: 13 },
      { file: 'test/a.test.ts', line: 24, column: 17 },
      { file: 'test/broken.test.ts', message: 'test/broken.test.ts: cannot be loaded' },
      { file: 'test/setup.test.ts', message: 'test/setup.test.ts: no database' },
    ]);
    expect(findings[0]?.message).toBe(
      [
        'add <script>alert("x")</script> > is wrong: off by one: AssertionError: expected { sum: 2 } to deeply equal { sum: 3 }',
        '    at /src/test/a.test.ts:10:28',
      ].join('\n'),
    );
    expect(findings[1]?.message).toContain(
      'add <script>alert("x")</script> > inside > throws: Error: boom\nsecond',
    );
  });

  test('a test that was tried again until it passed has passed, and is told', () => {
    expect(flakyIn(facts.suites, runner)).toMatchObject([
      { file: 'test/a.test.ts', line: 21, message: expect.stringContaining('is green at last: ') as string },
    ]);
    expect(facts.suites[0]?.cases.filter(({ failedBefore }) => failedBefore === 1)).toMatchObject([
      { outcome: 'passed' },
    ]);
  });

  test('names and times are those of the files', () => {
    expect(facts.suites.map(({ name }) => name)).toEqual([
      'test/a.test.ts',
      'test/broken.test.ts',
      'test/setup.test.ts',
    ]);
    expect(facts.suites[0]?.durationMs).toBeGreaterThan(0);
  });
});

test('an error outside of any test leaves a report in which all passed', () => {
  const text = fixture('vitest-unhandled.json');
  expect(readable(parseJestReport({ text, exitCode: 1 }, runner)).facts).toMatchObject({
    passed: 1,
    failed: 0,
  });
});

test('no test is told as a fact', () => {
  expect(
    readable(parseJestReport({ text: fixture('vitest-none.json'), exitCode: 1 }, runner)).facts.tests,
  ).toBe(0);
});

describe('what contradicts itself is not readable', () => {
  const text = fixture('vitest-4.json');
  test.each([
    [
      'fewer tests than it states',
      text.replace('"numTotalTests":8', '"numTotalTests":9'),
      1,
      /numTotalTests: expected 8/,
    ],
    [
      'fewer failures than it states',
      text.replace('"numFailedTests":3', '"numFailedTests":4'),
      1,
      /expected 3, the/,
    ],
    [
      'a status that nobody knows',
      text.replace('"status":"todo"', '"status":"odd"'),
      1,
      /status: expected one of passed/,
    ],
    ['failures with code 0', text, 0, /code 0 although tests failed/],
    ['a killed runner', text, 137, /was killed/],
    ['another report', '{"tests": []}', 0, /testResults: expected a list, got nothing/],
  ])('%s', (_what, report, exitCode, reason) => {
    expect(reasonOf(parseJestReport({ text: report, exitCode }, runner))).toMatch(reason);
  });
});

describe('with JUnit beside it', () => {
  const [json, junit] = [fixture('vitest-4.json'), fixture('vitest-4.xml')];

  test("a failure has JUnit's words: what differs, and where a file could not be loaded", () => {
    const { findings, facts } = readable(parseVitest({ json, junit }, 1));
    expect(findings[0]?.message).toContain('-   "sum": 3,');
    expect(findings[3]).toMatchObject({ file: 'test/broken.test.ts', line: 1, column: 7 });
    expect(facts).toMatchObject({ tests: 10, passed: 2, failed: 5, skipped: 3 });
    expect(flakyIn(facts.suites, runner)).toHaveLength(1);
  });

  test.each([undefined, '', '<html/>', junit.slice(0, 400)])(
    'whatever that is, the results are the same: %s',
    (text) => {
      expect(parseVitest({ json, junit: text }, 1)).toEqual(
        parseJestReport({ text: json, exitCode: 1 }, runner),
      );
    },
  );

  test('another runner has JUnit alone', () => {
    expect(readable(parseVitest({ junit }, 1)).facts).toMatchObject({ tests: 10, failed: 5 });
  });
});

test('a file of which some tests passed and others did not run is green (jest calls it focused)', () => {
  const assertion = (title: string, status: string): object => ({
    ancestorTitles: [],
    title,
    status,
    failureMessages: [],
    duration: 1,
  });
  const file = {
    name: '/src/test/a.test.js',
    startTime: 1,
    endTime: 2,
    message: '',
    status: 'focused',
    assertionResults: [assertion('runs', 'passed'), assertion('is left out', 'pending')],
  };
  const text = JSON.stringify({ numTotalTests: 2, numFailedTests: 0, testResults: [file] });
  const { facts, findings } = readable(parseJestReport({ text, exitCode: 0 }, runner));
  expect(facts).toMatchObject({ tests: 2, passed: 1, skipped: 1, failed: 0 });
  expect(findings).toEqual([]);
});
