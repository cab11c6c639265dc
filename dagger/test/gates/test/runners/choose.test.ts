import { expect, test } from 'vitest';

import { chooseRunner } from '../../../../src/gates/test/runners/choose.ts';
import type { TestSettings } from '../../../../src/project/settings/test.ts';
import { testRunnersOf } from '../../../../src/project/facts/test-runners.ts';
import { type MadeUp, sourcesFrom } from '../../../project/facts/made-up.ts';

function choose(made: MadeUp, settings: Pick<TestSettings, 'command'> = {}): ReturnType<typeof chooseRunner> {
  const sources = sourcesFrom(made);
  const scripts = sources.root?.scripts ?? new Map<string, string>();
  return chooseRunner({ found: testRunnersOf(sources).found, scripts, settings });
}

const byScript = (test: string): MadeUp => ({ 'package.json': { scripts: { test } } });

test("the project's own runner is run", () => {
  const manifest = { scripts: { test: 'vitest' }, devDependencies: { vitest: '^3.2.4' } };
  expect(choose({ 'package.json': manifest })).toMatchObject({
    kind: 'known',
    runner: { name: 'vitest' },
    calls: { call: { program: 'vitest' }, number: 1 },
  });
});

test('of several runners, the first that can be run is', () => {
  const manifest = { scripts: { test: 'tape test/*.js && vitest run' } };
  expect(choose({ 'package.json': manifest })).toMatchObject({ runner: { name: 'vitest' } });
});

test.each([
  ['tape test/*.js', 'tape'],
  ['./check.sh', 'script'],
  ['bun test', 'bun'],
  ['react-scripts test', 'jest'],
  ['ts-mocha test', 'mocha'],
  ['borp --coverage', 'node:test'],
])('%s runs as it is, because no gate can run it by itself', (script, name) => {
  expect(choose(byScript(script))).toMatchObject({
    kind: 'known',
    runner: { name, whenUncounted: expect.stringContaining('scripts.test') as string },
    calls: { call: undefined },
  });
});

test('the command of pipeline.json runs in place of any runner', () => {
  const choice = choose(byScript('vitest run'), { command: 'make test' });
  expect(choice).toMatchObject({ kind: 'known', runner: { name: 'test.command' } });
});

test('a runner that no gate can run and no script runs is told, with what to do', () => {
  expect(choose({ 'package.json': { devDependencies: { tape: '^5.0.0' } } })).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(
      /^the project has tape \(package\.json: devDependencies tape "\^5\.0\.0"\), and no script that runs it: add a script test, or name a command/,
    ) as string,
  });
});

test('where nothing tells of a runner, or a workspace alone has one, vitest is asked for', () => {
  const ofWorkspace = {
    'package.json': { workspaces: ['api'] },
    'api/package.json': { scripts: { test: 'tape test.js' } },
  };
  for (const made of [{}, ofWorkspace]) {
    expect(choose(made)).toMatchObject({ kind: 'known', runner: { name: 'vitest' } });
    expect(choose(made)).toHaveProperty('calls.call', undefined);
  }
});

test.each([
  [
    'TZ=UTC jest --runInBand',
    'jest',
    { program: 'jest', variables: { TZ: 'UTC' }, arguments: ['--runInBand'] },
  ],
  ['node --import tsx --test "test/**/*.ts"', 'node:test', { program: 'node' }],
  ['tsx --test', 'node:test', { program: 'tsx' }],
  ['c8 -r lcov mocha --exit', 'mocha', { program: 'mocha', measuring: ['-r', 'lcov'] }],
  ['xo && ava --serial', 'ava', { program: 'ava', arguments: ['--serial'] }],
])('%s is called as the script calls it', (script, name, call) => {
  expect(choose(byScript(script))).toMatchObject({ runner: { name }, calls: { call, number: 1 } });
});

test('a runner that no script calls has no call', () => {
  const choice = choose({ 'package.json': { devDependencies: { jest: '^29.7.0' } } });
  expect(choice).toMatchObject({ runner: { name: 'jest' }, calls: { call: undefined, number: 0 } });
});
