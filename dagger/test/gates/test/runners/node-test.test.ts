import { describe, expect, test } from 'vitest';

import { nodeTest } from '../../../../src/gates/test/runners/node-test.ts';
import type { RunSettings } from '../../../../src/gates/test/run-settings.ts';
import { fixture, readable, reasonOf } from '../../../support/fixture.ts';

const parse = (junit: string, exitCode: number): ReturnType<typeof nodeTest.parse> =>
  nodeTest.parse({ json: undefined, junit }, exitCode);

describe('what Node 24 wrote', () => {
  const { facts, findings } = readable(parse(fixture('node-test.xml'), 1));

  test('counts what did not run, a test that is to do and fails among it, and no file without a test', () => {
    expect(facts).toMatchObject({ tests: 12, passed: 4, failed: 5, skipped: 3 });
    expect(facts.suites.map(({ name }) => name)).toEqual([
      'nt/a.test.mjs',
      'nt/broken.test.mjs',
      'nt/setup.test.mjs',
      'nt2/odd.test.mjs',
    ]);
  });

  test('a failed test is a finding with its titles, its file and its line there, without foreign code', () => {
    expect(findings).toMatchObject([
      {
        tool: 'node-test',
        rule: 'test-failed',
        file: 'nt/a.test.mjs',
        line: 6,
        column: 12,
        message: expect.stringMatching(
          /^add <script>alert\("x"\)<\/script> > is wrong: off by one: Expected values/,
        ) as string,
      },
      { file: 'nt/a.test.mjs', line: 10, message: expect.stringContaining(' > inside > throws: ') as string },
      {
        file: 'nt/broken.test.mjs',
        message: 'nt/broken.test.mjs: ended with code 1 outside of any test',
      },
      { file: 'nt/setup.test.mjs', line: 1, message: expect.stringContaining('before hook') as string },
      { file: 'nt2/odd.test.mjs', message: expect.stringContaining('a child fails > child red') as string },
    ]);
    expect(findings.map(({ message }) => message).join('\n')).not.toMatch(/node:internal|Promise\.all/);
  });
});

test('a file without a test, which Node tells as a test that passed, is no test', () => {
  expect(fixture('node-test-none.xml')).toContain('<testcase name="nt/empty.test.mjs"');
  expect(readable(parse(fixture('node-test-none.xml'), 0)).facts).toMatchObject({ tests: 0, passed: 0 });
});

test('a file that Node was told and that is not there is no test', () => {
  expect("Could not find 'test/nowhere.test.ts'").toMatch(nodeTest.foundNone);
});

test.each([
  ['failures with code 0', fixture('node-test.xml'), 0, /code 0 although tests failed/],
  ['a killed runner', fixture('node-test.xml'), 137, /was killed/],
  ['no report', '', 1, /node-test: the report is empty/],
  ['another root', '<testsuite/>', 0, /expected <testsuites>, got <testsuite>/],
])('%s is not readable', (_what, junit, exitCode, reason) => {
  expect(reasonOf(parse(junit, exitCode))).toMatch(reason);
});

describe('the run', () => {
  const call = { program: 'node', measuring: [], variables: { TZ: 'UTC' }, nodeOptions: [], arguments: [] };
  const run = (
    change: object,
    extra: readonly string[] = [],
    measuredBy = 'c8',
  ): Omit<RunSettings, 'scopeFile'> => ({
    resultsFile: '',
    ...nodeTest.run({ call: { ...call, ...change }, measuredBy, extra, script: ['npm', 'run'] }),
  });

  test('has options before files, because what stands behind a file is given to the tests', () => {
    const words = ['--import', 'tsx', '--test', '--test-reporter', 'dot', '--watch', 'test/**/*.ts'];
    const { inner = [] } = run({ arguments: words }, ['--test-name-pattern=a', 'more.ts']);
    expect(inner[0]).toBe('node');
    expect(inner.slice(-6)).toEqual([
      ...['--test-name-pattern=a', '--import', 'tsx', '--test', 'test/**/*.ts', 'more.ts'],
    ]);
  });

  test('is by tsx where the script calls that', () => {
    const { inner = [] } = run({ program: 'tsx', arguments: ['--test'] });
    expect(inner.slice(0, 2)).toEqual(['node', 'node_modules/tsx/dist/cli.mjs']);
  });

  test("is measured by c8 with the script's own options but those for reports", () => {
    const { scope, command, environment } = run({
      measuring: ['--src', 'lib', '-r', 'lcov', '--reporter=text'],
    });
    expect({ scope, environment }).toEqual({ scope: 'c8', environment: { TZ: 'UTC' } });
    expect(command.slice(0, 4)).toEqual([
      'node_modules/c8/bin/c8.js',
      '--src',
      'lib',
      '--reporter=json-summary',
    ]);
    expect(command).toContain('--reports-dir=/reports/coverage');
  });

  test('is measured by nyc where the project has that alone', () => {
    const { scope, command } = run({}, [], 'nyc');
    expect(scope).toBe('nyc');
    expect(command).toEqual(
      expect.arrayContaining(['node_modules/nyc/bin/nyc.js', '--report-dir=/reports/coverage']),
    );
  });
});
