import { describe, expect, test } from 'vitest';

import { jest } from '../../../../src/gates/test/runners/jest.ts';
import { flakyIn } from '../../../../src/gates/test/results.ts';
import { fixture, readable, reasonOf } from '../../../support/fixture.ts';

const parse = (json: string, exitCode: number): ReturnType<typeof jest.parse> =>
  jest.parse({ json, junit: undefined }, exitCode);

describe.each(['29', '30'])('what jest %s wrote', (version) => {
  const { facts, findings } = readable(parse(fixture(`jest-${version}.json`), 1));

  test('counts what did not run, and a file that is red as a whole', () => {
    expect(facts).toMatchObject({ tests: 8, passed: 2, failed: 4, skipped: 2 });
  });

  test('a failed test is a finding with its file, its line there and what it failed of', () => {
    expect(findings).toMatchObject([
      { tool: 'jest', rule: 'test-failed', file: 'test/a.test.js', line: 6, column: 32 },
      { file: 'test/a.test.js', line: 10, column: 13 },
      {
        file: 'test/broken.test.js',
        line: 1,
        message: expect.stringContaining('cannot be loaded') as string,
      },
      { file: 'test/setup.test.js', line: 2, message: expect.stringContaining('no database') as string },
    ]);
    expect(findings[0]?.message).toMatch(/is wrong: off by one: Error: expect[\s\S]*- {3}"sum": 3,/);
    expect(findings[1]?.message).toMatch(
      /Error: boom\nsecond line\n {4}at Object\.<anonymous> \(\/src\/test/,
    );
    expect(findings.map(({ message }) => message).join('\n')).not.toMatch(/node_modules|new Promise/);
  });

  test('a test that was tried again until it passed has passed, and is told', () => {
    const flaky = flakyIn(facts.suites, { tool: 'jest', root: '/src' });
    expect(flaky).toMatchObject([{ file: 'test/flaky.test.js', message: 'is green at last: no message' }]);
  });
});

const report = (file: object, counts = {}): string =>
  JSON.stringify({
    numTotalTests: 1,
    numFailedTests: 0,
    testResults: [{ name: '/src/a.test.js', startTime: 1, endTime: 2, ...file }],
    ...counts,
  });
const passing = { ancestorTitles: [], title: 'ok', status: 'passed', failureMessages: [], duration: 2 };

test('a hook that fails after the tests is red though each test passed', () => {
  const message =
    '\n\n  ● Test suite failed to run\n\n    late\n\n      at Object.<anonymous> (a.test.js:1:21)\n';
  const json = report({ assertionResults: [passing], status: 'failed', message });
  expect(readable(parse(json, 1)).findings).toMatchObject([
    { file: 'a.test.js', line: 1, column: 21, message: expect.stringContaining('late') as string },
  ]);
});

test('no test is told as a fact, whatever the project says of that (--passWithNoTests)', () => {
  const json = JSON.stringify({ numTotalTests: 0, numFailedTests: 0, testResults: [], success: true });
  expect(readable(parse(json, 0)).facts).toMatchObject({ tests: 0, passed: 0 });
  expect('No tests found, exiting with code 0').toMatch(jest.foundNone);
});

test.each([
  ['fewer tests than it states', report({ assertionResults: [], status: 'passed' }), 0, /numTotalTests/],
  ['failures with code 0', fixture('jest-30.json'), 0, /code 0 although tests failed/],
  ['a killed runner', fixture('jest-30.json'), 137, /was killed/],
  ['no report', '', 1, /jest: the report is empty/],
])('%s is not readable', (_what, json, exitCode, reason) => {
  expect(reasonOf(parse(json, exitCode))).toMatch(reason);
});

describe('the run', () => {
  const call = { program: 'jest', measuring: [], variables: { TZ: 'UTC' }, nodeOptions: [], arguments: [] };
  const run = (words: string, nodeOptions: readonly string[] = []): readonly string[] =>
    jest.run({
      call: { ...call, nodeOptions, arguments: words.split(' ') },
      measuredBy: undefined,
      extra: ['--selectProjects=api'],
      script: ['npm', 'run'],
    }).command;

  test('is that of the script, without what would never end, write snapshots or be given twice', () => {
    const command = run(
      '--config ci.json --watchAll=false --coverageReporters text lcov -u --passWithNoTests',
    );
    expect(command.slice(0, 3)).toEqual(['node_modules/jest/bin/jest.js', '--config', 'ci.json']);
    expect(command).not.toEqual(expect.arrayContaining(['text']));
    expect(command.filter((word) => /watch|passWithNoTests|^-u/.test(word))).toEqual([]);
    expect(command.at(-1)).toBe('--selectProjects=api');
  });

  test("has the script's variables and its options of Node", () => {
    expect(run('-i', ['--experimental-vm-modules'])[0]).toBe('--experimental-vm-modules');
    expect(jest.run({ call, measuredBy: undefined, extra: [], script: ['npm', 'run'] }).environment).toEqual({
      TZ: 'UTC',
    });
    expect(
      jest.run({ call: undefined, measuredBy: undefined, extra: [], script: ['npm', 'run'] }).environment,
    ).toEqual({});
  });
});
