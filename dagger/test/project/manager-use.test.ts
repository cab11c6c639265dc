import { describe, expect, test } from 'vitest';

import { factsOf } from '../../src/project/facts/facts.ts';
import { type ManagerUse, managerUse } from '../../src/project/manager-use.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

/** What installs a project with such files. */
function useOf(files: Readonly<Record<string, string>>): ManagerUse {
  const all = { 'package.json': '{}', ...files };
  const paths = Object.keys(all);
  return managerUse(factsOf({ paths, text: (path) => new Map(Object.entries(all)).get(path) }), paths);
}

const naming = (packageManager: string): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ packageManager }),
});
const berry = '__metadata:\n  version: 8\n';
const pnpm9 = "lockfileVersion: '9.0'\n";

test.each<[string, Readonly<Record<string, string>>, ManagerUse]>([
  ['npm where nothing is named', {}, { name: 'npm' }],
  ['a lockfile', { 'package-lock.json': '{}' }, { name: 'npm', lockfile: 'package-lock.json' }],
  ['a lockfile of Bun', { 'bun.lockb': '' }, { name: 'bun', lockfile: 'bun.lockb' }],
  [
    'packageManager with its lockfile',
    { ...naming('pnpm@9.15.9+sha512.abc'), 'pnpm-lock.yaml': pnpm9 },
    { name: 'pnpm', version: '9.15.9', lockfile: 'pnpm-lock.yaml' },
  ],
  ['packageManager alone', naming('yarn@4.1.0'), { name: 'yarn', version: '4.1.0' }],
  [
    'packageManager among two',
    { ...naming('yarn@1.22.22'), 'package-lock.json': '{}', 'yarn.lock': '# yarn lockfile v1\n' },
    { name: 'yarn', version: '1.22.22', lockfile: 'yarn.lock' },
  ],
])('the manager is by %s', (_what, files, use) => {
  expect(useOf(files)).toEqual(use);
});

test('lockfiles of two managers are refused, with both names and what to do', () => {
  const two = (): unknown => useOf({ 'yarn.lock': berry, 'package-lock.json': '{}' });
  expect(two).toThrow(UsageError);
  expect(two).toThrow('found yarn.lock (yarn) and package-lock.json (npm): expected the lockfile of one');
});

describe('the version to bring', () => {
  const engines = (pnpm: string): string => JSON.stringify({ engines: { pnpm } });
  test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['Yarn 1, by its lockfile', { 'yarn.lock': '# yarn lockfile v1\n' }, '1'],
    ['Yarn 4, by its lockfile', { 'yarn.lock': berry }, '4'],
    ['Yarn 4, by its settings', { '.yarnrc.yml': 'nodeLinker: node-modules\n' }, '4'],
    [
      'the Yarn that the source keeps',
      { 'yarn.lock': berry, '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.6.0.cjs\n' },
      '4.6.0',
    ],
    ['pnpm, by its lockfile', { 'pnpm-lock.yaml': "lockfileVersion: '6.0'\n" }, '8'],
    ['a range of one major', { 'package.json': engines('^8.1.0'), 'pnpm-lock.yaml': pnpm9 }, '^8.1.0'],
    [
      'the major of the lockfile in a range of several',
      { 'package.json': engines('>=7'), 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n' },
      '7',
    ],
    ['none for Bun, whose lockfile tells none', { 'bun.lock': '{}' }, undefined],
    ['no address', { ...naming('pnpm@https://example.org/p.tgz'), 'pnpm-lock.yaml': pnpm9 }, '9'],
  ])('is %s', (_what, files, version) => {
    expect(useOf(files).version).toBe(version);
  });
});
