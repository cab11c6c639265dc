import { describe, expect, test } from 'vitest';

import { mocha } from '../../../../src/gates/test/runners/mocha.ts';
import { flakyIn } from '../../../../src/gates/test/results.ts';
import { fixture, readable, reasonOf } from '../../../support/fixture.ts';

const parse = (json: string, exitCode: number): ReturnType<typeof mocha.parse> =>
  mocha.parse({ json, junit: undefined }, exitCode);

describe('what mocha 11 wrote', () => {
  const { facts, findings } = readable(parse(fixture('mocha.json'), 1));

  test('counts what did not run, and a hook that failed', () => {
    expect(facts).toMatchObject({ tests: 7, passed: 2, failed: 3, skipped: 2 });
  });

  test('a failed test is a finding with its file, its line there and what it failed of, without foreign code', () => {
    expect(findings).toMatchObject([
      { tool: 'mocha', rule: 'test-failed', file: 'test/a.test.js', line: 6, column: 12 },
      { file: 'test/a.test.js', line: 10, column: 13 },
      { file: 'test/setup.test.js', line: 3, message: expect.stringContaining('no database') as string },
    ]);
    expect(findings[1]?.message).toBe(
      [
        'add <script>alert("x")</script> inside throws: Error: boom',
        'second line',
        '    at Context.<anonymous> (test/a.test.js:10:13)',
      ].join('\n'),
    );
  });

  test('a test that was tried again until it passed has passed, and is told', () => {
    expect(flakyIn(facts.suites, { tool: 'mocha', root: '/src' })).toMatchObject([
      { file: 'test/flaky.test.js' },
    ]);
  });
});

const report = (change: object, stats: object = {}): string =>
  JSON.stringify({
    stats: { passes: 0, pending: 0, failures: 0, ...stats },
    passes: [],
    pending: [],
    failures: [],
    ...change,
  });

test('a hook outside of any suite has the file of its stack', () => {
  const stack =
    'Error: no\n    at Context.<anonymous> (test/setup.test.js:2:9)\n    at node:internal/timers:5:1';
  const json = report({ failures: [{ fullTitle: '"before all" hook', err: { stack } }] }, { failures: 1 });
  expect(readable(parse(json, 1)).findings).toMatchObject([{ file: 'test/setup.test.js', line: 2 }]);
});

test('no test is told as a fact', () => {
  expect(readable(parse(report({}), 0)).facts).toMatchObject({ tests: 0, passed: 0 });
  // In colours, also where no terminal is.
  expect('\u001b[31mError: No test files found: "test"\u001b[39m').toMatch(mocha.foundNone);
});

test.each([
  ['fewer tests than it states', report({}, { passes: 2 }), 0, /stats\/passes: expected 0, the tests/],
  ['failures with code 0', fixture('mocha.json'), 0, /code 0 although tests failed/],
  ['a killed runner', fixture('mocha.json'), 137, /was killed/],
  ['no report', '', 1, /mocha: the report is empty/],
])('%s is not readable', (_what, json, exitCode, reason) => {
  expect(reasonOf(parse(json, exitCode))).toMatch(reason);
});

test("the run is that of the script, with mocha's only reporter for JSON, in what measures", () => {
  const call = {
    program: 'mocha',
    measuring: ['--all'],
    variables: { TZ: 'UTC' },
    nodeOptions: ['--no-warnings'],
    arguments: ['-R', 'dot', '--require', 'tsx', '-w', '--exit', 'test/**/*.js'],
  };
  const run = mocha.run({ call, measuredBy: 'c8', extra: ['--grep=a'], script: ['npm', 'run'] });
  expect(run).toMatchObject({ scope: 'c8', environment: { TZ: 'UTC' }, countsFailures: true });
  expect(run.command).toContain('--all');
  expect(run.inner).toEqual([
    ...[
      'node',
      '--no-warnings',
      'node_modules/mocha/bin/mocha.js',
      '--require',
      'tsx',
      '--exit',
      'test/**/*.js',
    ],
    ...['--reporter=json', '--reporter-option=output=/reports/results.json', '--grep=a'],
  ]);
});
