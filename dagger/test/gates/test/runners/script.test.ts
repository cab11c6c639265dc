import { describe, expect, test } from 'vitest';

import { scriptRunner } from '../../../../src/gates/test/runners/script.ts';
import type { RunRequest } from '../../../../src/gates/test/runners/runner.ts';

const request: RunRequest = { call: undefined, measuredBy: 'c8', extra: [], script: ['npm', 'run'] };

function runnerOf(
  text: string,
  change: { readonly name?: 'tape' | 'tap' | 'script'; readonly major?: number } = {},
): ReturnType<typeof scriptRunner> {
  const { name = 'tape', major } = change;
  return scriptRunner({ name, script: 'test', version: undefined, major }, new Map([['test', text]]));
}

test("the script is run by the project's manager, in c8, and what it prints is kept", () => {
  const runner = runnerOf('tape test/*.js');
  expect(runner.coverage).toMatchObject({ name: 'c8', instead: [] });
  const run = runner.run({ ...request, script: ['pnpm', 'run'], extra: ['--only'] });
  expect(run).toMatchObject({
    scope: 'c8',
    inner: ['pnpm', 'run', 'test', '--only'],
    outputFile: '/reports/output.txt',
  });
  expect(run.command[0]).toBe('node_modules/c8/bin/c8.js');
});

test('npm gets further arguments behind two dashes, because it keeps the others for itself', () => {
  expect(runnerOf('tape').run({ ...request, extra: ['--only'] }).inner).toEqual([
    'npm',
    'run',
    'test',
    '--',
    '--only',
  ]);
});

describe('a script that measures by itself is left to do so', () => {
  test.each([
    ['c8 tape test/*.js', 'c8', ['--reports-dir=/reports/coverage', '--temp-directory=coverage/tmp']],
    ['c8 -o out tape', 'c8', ['--temp-directory=out/tmp']],
    [
      'c8 --temp-directory=tmp/c --include "lib/**" tape',
      'c8',
      ['--temp-directory=tmp/c', '--include=lib/**'],
    ],
    ['nyc tape test/*.js', 'nyc', ['--report-dir=/reports/coverage', '--temp-dir=.nyc_output']],
  ])('%s', (text, scope, words) => {
    const runner = runnerOf(text);
    expect(runner.coverage).toBeUndefined();
    const run = runner.run(request);
    expect(run).toMatchObject({
      scope: scope === 'nyc' ? 'none' : scope,
      program: 'npm',
      command: ['run', 'test'],
    });
    expect(run.after?.slice(0, 2)).toEqual([`node_modules/${scope}/bin/${scope}.js`, 'report']);
    expect(run.after).toEqual(expect.arrayContaining(words));
  });

  test.each([[18], [21], [undefined]])('tap %s tells its coverage in files of its own', (major) => {
    const run = runnerOf('tap', { name: 'tap', ...(major === undefined ? {} : { major }) }).run(request);
    expect(run).toMatchObject({
      scope: 'none',
      program: 'npm',
      environment: { TAP_COVERAGE_REPORT: 'json-summary\nlcov' },
      collects: { coverage: ['.tap/report/coverage-summary.json', '.tap/report/lcov.info'] },
    });
  });

  test('tap before 18 is measured around', () => {
    expect(runnerOf('tap', { name: 'tap', major: 16 }).run(request).scope).toBe('c8');
  });
});

test('what is not counted is told with what to name', () => {
  expect(runnerOf('./check.sh', { name: 'script' })).toMatchObject({
    tool: 'test-script',
    whenUncounted: expect.stringMatching(
      /^scripts\.test of package\.json printed no TAP .*"test": \{"command"/,
    ) as string,
  });
});
