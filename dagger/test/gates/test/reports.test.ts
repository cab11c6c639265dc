import { describe, expect, test } from 'vitest';
import { type CoverageFacts, coverageOfAll, parseCoverage } from '../../../src/gates/test/coverage.ts';
import { parseJunit } from '../../../src/gates/test/junit.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const report = { text: fixture('junit.xml'), exitCode: 1 };

/** A report of one suite, of which each test gives the inside and the totals. */
const suite = (inside: string, totals = 'tests="1" failures="0"'): string =>
  `<testsuites ${totals}><testsuite name="a.test.ts">${inside}</testsuite></testsuites>`;

describe('junit', () => {
  test('counts come from the test cases', () => {
    expect(readable(parseJunit(report)).facts).toMatchObject({ tests: 6, passed: 1, failed: 3, skipped: 2 });
  });

  test('a failed test is a finding with file, line and what the runner said', () => {
    expect(readable(parseJunit(report)).findings).toMatchObject([
      { rule: 'test-failed', severity: 'HIGH', file: 'a.test.ts', line: 5, column: 94 },
      {
        file: 'a.test.ts',
        line: 9,
        column: 30,
        message: expect.stringMatching(/^throws: Error: boom\nsecond line/) as string,
      },
      {
        file: 'broken.test.ts',
        line: 1,
        column: 7,
        message: expect.stringContaining('cannot be loaded') as string,
      },
    ]);
  });

  test('names keep their markup as text', () => {
    const names = readable(parseJunit(report)).facts.suites[0]?.cases.map(({ name }) => name);
    expect(names?.[0]).toBe('add <script>alert("x")</script> > adds & "quotes" ]]> in its name');
  });

  test('durations are milliseconds', () => {
    expect(readable(parseJunit(report)).facts.suites[0]).toMatchObject({
      durationMs: 13,
      cases: [{ durationMs: 4 }, {}, {}, {}, {}],
    });
  });

  test('no test is told as a fact', () => {
    expect(readable(parseJunit({ text: fixture('junit-none.xml'), exitCode: 1 })).facts.tests).toBe(0);
  });

  test('nested suites and a suite as root are read', () => {
    const inner =
      '<testsuite name="o"><testsuite name="i"><testcase name="t" classname="c"/></testsuite></testsuite>';
    expect(readable(parseJunit({ text: inner, exitCode: 0 })).facts).toMatchObject({
      tests: 1,
      suites: [{ name: 'i' }],
    });
  });

  test('an error counts as failed, and its message stands in for a missing text', () => {
    const text = suite(
      '<testcase name="t"><error message="out of memory"/></testcase>',
      'tests="1" failures="0" errors="1"',
    );
    expect(readable(parseJunit({ text, exitCode: 1 })).findings[0]?.message).toBe('t: out of memory');
  });

  test('a name that is no file gives no file', () => {
    const text = suite(
      '<testcase name="t" classname="pkg.Class"><failure>no</failure></testcase>',
      'tests="1" failures="1"',
    );
    expect(readable(parseJunit({ text, exitCode: 1 })).findings[0]).not.toHaveProperty('file');
  });

  test.each([
    ['fewer tests than it states', suite('<testcase name="t"/>', 'tests="2"'), 0, /states 2 tests and has 1/],
    [
      'fewer failures than it states',
      suite('<testcase name="t"/>', 'tests="1" failures="1"'),
      1,
      /states 1 failures and has 0/,
    ],
    ['a count that is none', suite('<testcase name="t"/>', 'tests="many"'), 0, /tests: expected a number/],
    ['failures with code 0', report.text, 0, /code 0 although tests failed/],
    ['another root', '<html/>', 0, /expected <testsuites>, got <html>/],
    ['a killed runner', report.text, 137, /was killed/],
  ])('%s is not readable', (_what, text, exitCode, reason) => {
    expect(reasonOf(parseJunit({ text, exitCode }))).toMatch(reason);
  });
});

describe('coverage', () => {
  test('has the four measures and the number of files', () => {
    const { facts } = readable(parseCoverage({ text: fixture('coverage-summary.json') }));
    expect(facts).toMatchObject({
      coverage: { lines: 50, branches: 0, functions: 50, statements: 50 },
      files: 1,
    });
  });

  const summary = (total: object, files: object = { '/src/a.ts': {} }): string => {
    const half = { total: 2, covered: 1, pct: 50 };
    return JSON.stringify({
      total: { lines: half, statements: half, functions: half, branches: half, ...total },
      ...files,
    });
  };

  test('of several parts counts each by the number of its lines', () => {
    const part = (total: number, covered: number): CoverageFacts =>
      readable(parseCoverage({ text: summary({ lines: { total, covered, pct: (covered / total) * 100 } }) }))
        .facts;
    expect(coverageOfAll([part(900, 900), part(100, 0)]).lines).toBe(90);
    expect(coverageOfAll([part(3, 2)])).toEqual(part(3, 2).coverage);
    expect(coverageOfAll([part(3, 3), part(100_000, 99_999)]).lines).toBe(99.99);
  });

  test('a measure with nothing to cover is covered', () => {
    const text = summary({ branches: { total: 0, covered: 0, pct: 'Unknown' } });
    expect(readable(parseCoverage({ text })).facts.coverage.branches).toBe(100);
  });

  test.each([
    ['no file', summary({}, {}), /no file was measured/],
    ['no line', summary({ lines: { total: 0, covered: 0, pct: 'Unknown' } }), /no file was measured/],
    [
      'more than everything',
      summary({ lines: { total: 1, pct: 101 } }),
      /expected a number from 0 to 100, got 101/,
    ],
    ['a per cent that is a text', summary({ lines: { total: 1, pct: '100' } }), /pct: expected a number/],
  ])('%s is not readable', (_what, text, reason) => {
    expect(reasonOf(parseCoverage({ text }))).toMatch(reason);
  });
});
