import { expect, test } from 'vitest';

import { chooseCall, chooseRunner } from '../../../../src/gates/test/runners/choose.ts';
import { testRunnersOf } from '../../../../src/project/facts/test-runners.ts';
import { type MadeUp, sourcesFrom } from '../../../project/facts/made-up.ts';

const choose = (made: MadeUp): ReturnType<typeof chooseRunner> =>
  chooseRunner(testRunnersOf(sourcesFrom(made)).found);

test("the project's own runner is run", () => {
  const manifest = { scripts: { test: 'vitest' }, devDependencies: { vitest: '^3.2.4' } };
  expect(choose({ 'package.json': manifest })).toMatchObject({
    kind: 'known',
    runner: { name: 'vitest' },
    found: { script: 'test', major: 3 },
  });
});

test('of several runners, the first that can be run is', () => {
  const manifest = { scripts: { test: 'tape test/*.js && vitest run' } };
  expect(choose({ 'package.json': manifest })).toMatchObject({ runner: { name: 'vitest' } });
});

test.each([
  ['tape test/*.js', 'tape'],
  ['./check.sh', 'a program that no gate knows'],
])('%s is no runner of the gate, with its place', (script, by) => {
  const choice = choose({ 'package.json': { scripts: { test: script } } });
  expect(choice).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining(
      `the project's tests run by ${by} (package.json: scripts.test ${JSON.stringify(script)}), and this gate cannot run it: `,
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
    expect(choose(made)).toHaveProperty('found', undefined);
  }
});

test("jest is called as the project's script calls it", () => {
  const choice = choose({ 'package.json': { scripts: { test: 'TZ=UTC jest --runInBand' } } });
  if (choice.kind !== 'known') throw new Error(choice.reason);
  expect(choice.runner.name).toBe('jest');
  expect(chooseCall(choice, new Map([['test', 'TZ=UTC jest --runInBand']]))).toEqual({
    kind: 'own',
    call: {
      program: 'jest',
      measuring: [],
      variables: { TZ: 'UTC' },
      nodeOptions: [],
      arguments: ['--runInBand'],
    },
    number: 1,
  });
});

test('jest by a program with a configuration of its own is not run without that', () => {
  const choice = choose({ 'package.json': { scripts: { test: 'react-scripts test' } } });
  if (choice.kind !== 'known') throw new Error(choice.reason);
  expect(chooseCall(choice, new Map([['test', 'react-scripts test']]))).toMatchObject({
    kind: 'foreign',
    reason: expect.stringMatching(/^the project's tests run by react-scripts, which calls jest/) as string,
  });
});

test.each([
  ['node --import tsx --test "test/**/*.ts"', 'own', 'node:test'],
  ['tsx --test', 'own', 'node:test'],
  ['c8 -r lcov mocha --exit', 'own', 'mocha'],
  ['ts-mocha test', 'foreign', 'mocha'],
  ['borp --coverage', 'foreign', 'node:test'],
])('%s', (script, kind, name) => {
  const choice = choose({ 'package.json': { scripts: { test: script } } });
  if (choice.kind !== 'known') throw new Error(choice.reason);
  expect(choice.runner.name).toBe(name);
  expect(chooseCall(choice, new Map([['test', script]])).kind).toBe(kind);
});

test('a runner that no script calls has no call', () => {
  const choice = choose({ 'package.json': { devDependencies: { jest: '^29.7.0' } } });
  if (choice.kind !== 'known') throw new Error(choice.reason);
  expect(chooseCall(choice, new Map())).toEqual({ kind: 'own', call: undefined, number: 0 });
});
