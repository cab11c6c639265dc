import { describe, expect, test } from 'vitest';

import { copiesFolders, globally } from '../../../../src/gates/packages/manager.ts';
import { adapterOf } from '../../../../src/gates/packages/managers/all.ts';
import { bun } from '../../../../src/gates/packages/managers/bun.ts';
import { npm } from '../../../../src/gates/packages/managers/npm.ts';
import { pnpm } from '../../../../src/gates/packages/managers/pnpm.ts';
import { yarn } from '../../../../src/gates/packages/managers/yarn.ts';
import { yarnClassic } from '../../../../src/gates/packages/managers/yarn-classic.ts';

const all = { npm, pnpm, yarn, yarnClassic, bun };

test.each([
  ['npm', undefined, npm],
  ['pnpm', '9.1.0', pnpm],
  ['bun', undefined, bun],
  ['yarn', '1', yarnClassic],
  ['yarn', '1.22.22', yarnClassic],
  ['yarn', '^1.22', yarnClassic],
  ['yarn', '4.18.1', yarn],
  ['yarn', '3.1.1', yarn],
  ['yarn', undefined, yarn],
] as const)('%s at %s has its own adapter', (name, version, adapter) => {
  expect(adapterOf({ name, ...(version === undefined ? {} : { version }) })).toBe(adapter);
});

describe('the program', () => {
  test.each([
    ['npm', '10.9.0', ['npm@10.9.0']],
    ['npm', '10', []],
    ['npm', undefined, []],
    ['pnpm', '9.15.9', ['pnpm@9.15.9']],
    ['pnpm', undefined, ['pnpm@10']],
    ['yarnClassic', '1.22.19', ['yarn@1.22.19']],
    ['yarnClassic', undefined, ['yarn@1']],
    ['yarn', '3.6.4', ['@yarnpkg/cli-dist@3.6.4']],
    ['yarn', undefined, ['@yarnpkg/cli-dist@4']],
    ['bun', '1.2.0', ['bun@1.2.0', '/usr/local/lib/node_modules/bun/install.js']],
    ['bun', undefined, ['bun@1', '/usr/local/lib/node_modules/bun/install.js']],
  ] as const)('of %s at %s is brought by npm', (name, version, last) => {
    expect(all[name].program(version).map((command) => command.at(-1))).toEqual(last);
  });

  test('replaces the Yarn of the official image', () => {
    expect(globally('yarn', '1')).toContain('--force');
  });

  test('runs no script when it is installed, over encrypted connections', () => {
    expect(globally('pnpm', '9')).toEqual(expect.arrayContaining(['--ignore-scripts', '--strict-ssl=true']));
  });

  test.each(['file:/src', 'https://example.org/a.tgz', 'npm:other@1', '../x', ''])(
    'is no file and no address: %j',
    (version) => {
      expect(() => globally('pnpm', version)).toThrow('expected a version');
    },
  );
});

describe.each(Object.entries(all))('%s', (_name, manager) => {
  const words = (command: readonly string[]): string =>
    [...command, ...Object.entries(manager.environment).map(([name, value]) => `${name}=${value}`)].join(' ');

  test('runs no install script', () => {
    for (const command of [manager.frozen, manager.unlocked])
      expect(words(command)).toMatch(/--ignore-scripts|YARN_ENABLE_SCRIPTS=false/);
  });

  test('installs by the lockfile, and without one leaves none', () => {
    expect(manager.frozen.join(' ')).toMatch(/^npm ci|--frozen-lockfile|--immutable/);
    expect(manager.unlocked.join(' ')).toMatch(
      /--no-package-lock|lockfile=false|--no-lockfile|--no-save|rm yarn\.lock/,
    );
  });

  test('copies what it reads, and packages and workspaces in the source', () => {
    expect(manager.files).toEqual(expect.arrayContaining(['package.json', '**/package.json', '**/*.tgz']));
    for (const name of manager.reads) expect(manager.files).toContain(name);
  });

  test('says nothing of an installation that worked', () => {
    expect(manager.decide({ exitCode: 0, stdout: '', stderr: '' }, 'x')).toBeUndefined();
  });
});

describe('code of the project in an installation', () => {
  test.each<[keyof typeof all, Readonly<Record<string, string>>]>([
    ['pnpm', { '.pnpmfile.cjs': '' }],
    ['pnpm', { 'pnpm-workspace.yaml': 'pnpmfile: hooks.cjs\n' }],
    ['pnpm', { 'pnpm-workspace.yaml': 'configDependencies:\n  hooks: 1.0.0+sha512-a\n' }],
    ['pnpm', { 'pnpm-workspace.yaml': '"p\\u006epmfile": hooks.cjs\n' }],
    ['pnpm', { '.npmrc': 'global-pnpmfile=hooks.cjs\n' }],
    ['yarn', { '.yarnrc.yml': 'plugins:\n  - path: .yarn/plugins/x.cjs\n' }],
    ['yarn', { 'yarn.lock': '  resolution: "a@exec:./make.js#./make.js::hash=1"\n' }],
    ['yarn', { 'yarn.lock': '  resolution: "a@https://github.com/a/a.git#commit=1"\n' }],
    ['bun', { 'bunfig.toml': '[install.security]\nscanner = "a"\n' }],
  ])('is seen: %s, %j', (name, texts) => {
    expect(all[name].runsOwnCode(texts)).toBe(true);
  });

  test.each<[keyof typeof all, Readonly<Record<string, string>>]>([
    ['npm', {}],
    [
      'pnpm',
      { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n', '.npmrc': 'registry=https://a.example/\n' },
    ],
    ['pnpm', { 'package.json': '{"scripts":{"a":"echo \\"a\\""}}' }],
    ['yarn', { '.yarnrc.yml': 'nodeLinker: node-modules\n', 'yarn.lock': '  resolution: "a@npm:1.0.0"\n' }],
    ['yarnClassic', {}],
    ['bun', { 'bunfig.toml': '[install]\nregistry = "https://a.example"\n' }],
  ])('is not: %s, %j', (name, texts) => {
    expect(all[name].runsOwnCode(texts)).toBe(false);
  });
});

test.each([
  ['{"dependencies":{"a":"file:packages/a"}}', true],
  ['  a@file:../a:\n    resolution: {directory: ../a, type: directory}', true],
  ['"a@file:./a#./a::hash=1":', true],
  ['dependenciesMeta:\n  a:\n    injected: true\n', true],
  ['{"dependencies":{"a":"file:vendor/a-1.0.0.tgz"}}', false],
  ['  resolved "file:vendor/a.tar.gz#abc"', false],
  ['{"dependencies":{"a":"workspace:*","b":"^1.0.0"},"profile":"a"}', false],
])('folders of the source are copied when it is installed: %j is %s', (text, are) => {
  expect(copiesFolders([text, ''])).toBe(are);
});

test("Plug'n'Play is told of, since it is not what is installed", () => {
  expect(yarn.notes({})).toEqual([expect.stringContaining("Plug'n'Play")]);
  expect(yarn.notes({ '.yarnrc.yml': 'nodeLinker: pnp\n' })).toHaveLength(1);
  expect(yarn.notes({ '.yarnrc.yml': 'a: 1\nnodeLinker: "node-modules"\n' })).toEqual([]);
});
