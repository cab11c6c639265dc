import { describe, expect, test } from 'vitest';

import { managerOf, withVersion } from '../../src/project/manager-use.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

const naming = (packageManager: unknown): string => JSON.stringify({ packageManager });

test.each<[string, string[], string, ReturnType<typeof managerOf>]>([
  ['npm where nothing is named', [], '{}', { name: 'npm' }],
  ['the lockfile', ['package-lock.json'], '{}', { name: 'npm', lockfile: 'package-lock.json' }],
  ["Bun's text before its binary", ['bun.lockb', 'bun.lock'], '{}', { name: 'bun', lockfile: 'bun.lock' }],
  ['an old lockfile of Bun', ['bun.lockb'], '{}', { name: 'bun', lockfile: 'bun.lockb' }],
  [
    'packageManager with its lockfile',
    ['pnpm-lock.yaml'],
    naming('pnpm@9.15.9+sha512.abc'),
    { name: 'pnpm', version: '9.15.9', lockfile: 'pnpm-lock.yaml' },
  ],
  ['packageManager alone', [], naming('yarn@4.1.0'), { name: 'yarn', version: '4.1.0' }],
  [
    'packageManager among two',
    ['package-lock.json', 'yarn.lock'],
    naming('yarn@1.22.22'),
    { name: 'yarn', version: '1.22.22', lockfile: 'yarn.lock' },
  ],
  [
    'the lockfile that is there, where packageManager names another manager',
    ['package-lock.json'],
    naming('pnpm@9.0.0'),
    { name: 'npm', lockfile: 'package-lock.json' },
  ],
  [
    'no address for a version',
    ['yarn.lock'],
    naming('yarn@https://example.org/y.js'),
    { name: 'yarn', lockfile: 'yarn.lock' },
  ],
  [
    'no manager that is not known',
    ['yarn.lock'],
    naming('cnpm@1.0.0'),
    { name: 'yarn', lockfile: 'yarn.lock' },
  ],
  ['nothing of another shape', ['yarn.lock'], naming(3), { name: 'yarn', lockfile: 'yarn.lock' }],
  ['nothing of a text that is no JSON', ['yarn.lock'], '{', { name: 'yarn', lockfile: 'yarn.lock' }],
])('the manager is by %s', (_what, entries, manifest, use) => {
  expect(managerOf(entries, manifest)).toEqual(use);
});

test('lockfiles of two managers are refused, with both names and what to do', () => {
  const two = (): unknown => managerOf(['yarn.lock', 'package-lock.json'], naming('pnpm@9.0.0'));
  expect(two).toThrow(UsageError);
  expect(two).toThrow('found package-lock.json (npm) and yarn.lock (yarn): expected the lockfile of one');
});

describe('a version that is not named', () => {
  test.each([
    ['yarn', '# yarn lockfile v1\n\n', '', '1'],
    ['yarn', '# yarn lockfile v1\n\n', 'yarnPath: .yarn/releases/yarn-3.6.4.cjs\n', '3.6.4'],
    ['yarn', '__metadata:\n  version: 4\n', '', '2'],
    ['yarn', '__metadata:\r\n  version: 6\r\n', '', '3'],
    ['yarn', '__metadata:\n  version: 8\n', 'nodeLinker: node-modules\n', '4'],
    ['yarn', '', 'nodeLinker: node-modules\n', '4'],
    ['yarn', '', '', '1'],
    ['pnpm', 'lockfileVersion: 5.4\n', '', '7'],
    ['pnpm', "lockfileVersion: '6.0'\n", '', '8'],
    ['pnpm', "lockfileVersion: '9.0'\n", '', '10'],
    ['pnpm', '', '', undefined],
    ['bun', '{ "lockfileVersion": 1 }', '', undefined],
  ] as const)('of %s is by %j and %j', (name, lockfile, yarnrc, version) => {
    expect(withVersion({ name }, { lockfile, yarnrc }).version).toBe(version);
  });

  test('a version that is named stays', () => {
    const use = { name: 'pnpm', version: '9.1.0' } as const;
    expect(withVersion(use, { lockfile: 'lockfileVersion: 5.4\n', yarnrc: '' })).toEqual(use);
  });
});
