import { expect, test } from 'vitest';

import { withoutOptions } from '../../../../src/project/facts/command-options.ts';
import { ownCalls } from '../../../../src/gates/test/runners/own-call.ts';

const calls = (scripts: Record<string, string>): ReturnType<typeof ownCalls> =>
  ownCalls(new Map(Object.entries(scripts)), 'test', { programs: ['jest'] });

test.each([
  [{ test: 'jest' }, { program: 'jest', measuring: [], variables: {}, nodeOptions: [], arguments: [] }],
  [
    { test: 'c8 --src lib -r lcov node --no-warnings bin/jest.js' },
    { measuring: ['--src', 'lib', '-r', 'lcov'], nodeOptions: ['--no-warnings'] },
  ],
  [{ test: 'nyc --all jest -i' }, { measuring: ['--all'], arguments: ['-i'] }],
  [{ test: 'jest --config "a b.json" src' }, { arguments: ['--config', 'a b.json', 'src'] }],
  [
    { test: 'NODE_OPTIONS="$NODE_OPTIONS --experimental-vm-modules" jest' },
    { variables: { NODE_OPTIONS: ' --experimental-vm-modules' } },
  ],
  [
    { test: "cross-env NODE_OPTIONS='--experimental-vm-modules --no-warnings' TZ=UTC jest -i" },
    {
      variables: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings', TZ: 'UTC' },
      arguments: ['-i'],
    },
  ],
  [
    { test: 'node --experimental-vm-modules node_modules/jest/bin/jest.js --runInBand' },
    { nodeOptions: ['--experimental-vm-modules'], arguments: ['--runInBand'] },
  ],
  [{ test: 'TZ=UTC npm run unit', unit: 'jest' }, { variables: { TZ: 'UTC' } }],
  [
    { test: 'DIR=lib jest $DIR ${OTHER:-src} ${NONE}/x' },
    { variables: { DIR: 'lib' }, arguments: ['lib', 'src', '/x'] },
  ],
])('%j', (scripts, call) => {
  expect(calls(scripts)).toMatchObject({ call, number: 1 });
});

test('programs are those of the container', () => {
  expect(calls({ test: 'PATH=./bin:$PATH CI=1 jest' }).call?.variables).toEqual({ CI: '1' });
});

test('all calls are counted, and there may be none', () => {
  expect(calls({ test: 'jest a && jest b' })).toMatchObject({ call: { arguments: ['a'] }, number: 2 });
  expect(calls({ test: 'echo A=1' })).toEqual({ call: undefined, number: 0 });
  expect(ownCalls(new Map(), undefined, { programs: ['jest'] })).toEqual({ call: undefined, number: 0 });
});

test('a program that runs other things too is the runner with its option alone', () => {
  const scripts = new Map([['test', 'node build.js && c8 node --import tsx --test "test/**"']]);
  expect(ownCalls(scripts, 'test', { programs: ['node', 'tsx'], option: '--test' })).toMatchObject({
    call: { program: 'node', arguments: ['--import', 'tsx', '--test', 'test/**'] },
    number: 1,
  });
});

test('options that the gate sets itself are left out with their values', () => {
  const own = { flags: ['--watch', '-o'], valued: ['--outputFile'], lists: ['--reporters'] };
  const words = '-o --outputFile a.json --watch=false --reporters x y --bail z --outputFile=b c';
  expect(withoutOptions(words.split(' '), own)).toEqual(['--bail', 'z', 'c']);
});
