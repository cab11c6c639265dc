import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { ScriptRun } from '../../../src/gates/packages/script-runs.ts';

const program = new URL('../../../programs/packages/run-scripts.js', import.meta.url).pathname;

/** A project's folder with such package.json files. */
function folderOf(manifests: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [place, manifest] of Object.entries(manifests)) {
    const file = join(folder, place, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(manifest));
  }
  return folder;
}

/** Runs the scripts of some packages, and answers how it ended and what it printed. */
function run(folder: string, ...names: string[]): { code: number | null; runs: ScriptRun[] } {
  const settings = JSON.stringify({ folder, names, agent: 'pnpm/10' });
  const { status, stdout } = spawnSync(process.execPath, [program, settings], { encoding: 'utf8' });
  return { code: status, runs: JSON.parse(stdout) as ScriptRun[] };
}

const native = (name: string, scripts: object, more: object = {}): object => ({
  name,
  version: '1.0.0',
  scripts,
  ...more,
});

test('the scripts of a package run in their order and in its folder, and those of no other package', () => {
  const log = (word: string): string => `echo ${word} >> log`;
  const folder = folderOf({
    '.': { dependencies: { a: '1', b: '1' }, scripts: { postinstall: log('own') } },
    'node_modules/a': native('a', {
      postinstall: log('3'),
      install: log('2'),
      preinstall: log('1'),
      test: log('x'),
    }),
    'node_modules/b': native('b', { install: log('b') }),
  });
  expect(run(folder, 'a', 'gone')).toEqual({
    code: 0,
    runs: [{ name: 'a', version: '1.0.0', optional: false }],
  });
  expect(readFileSync(join(folder, 'node_modules/a/log'), 'utf8')).toBe('1\n2\n3\n');
  for (const place of ['log', 'node_modules/b/log'])
    expect(() => readFileSync(join(folder, place))).toThrow();
});

test('a package is known by its own name, wherever it lies: nested, in a store, in a workspace, but once', () => {
  const make = { install: 'touch made' };
  const folder = folderOf({
    '.': {},
    'node_modules/nested/node_modules/@scope/a': native('@scope/a', make),
    'node_modules/.pnpm/@scope+a@2/node_modules/@scope/a': native('@scope/a', make),
    'packages/one/node_modules/@scope/a': native('@scope/a', make),
    'node_modules/@scope/a': native('@evil/a', make),
  });
  mkdirSync(join(folder, 'node_modules/linked'));
  symlinkSync('../.pnpm/@scope+a@2/node_modules/@scope/a', join(folder, 'node_modules/linked/a'));
  expect(run(folder, '@scope/a').runs.map(({ name }) => name)).toEqual(['@scope/a', '@scope/a', '@scope/a']);
});

test('a script finds the programs of its dependencies, and the words that npm gives it', () => {
  const words =
    'echo $INIT_CWD $npm_lifecycle_event $npm_package_name $npm_config_user_agent > words && tool';
  const folder = folderOf({ '.': {}, 'node_modules/a': native('a', { install: words }) });
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'tool'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  expect(run(folder, 'a').code).toBe(0);
  expect(readFileSync(join(folder, 'node_modules/a/words'), 'utf8')).toMatch(
    `${folder} install a pnpm/10 node/${process.version}`,
  );
});

test('a package that depends on another one runs behind it', () => {
  const folder = folderOf({
    '.': {},
    'node_modules/a': native('a', { install: 'true' }, { dependencies: { b: '1' } }),
    'node_modules/b': native('b', { install: 'true' }, { dependencies: { a: '1', c: '1' } }),
    'node_modules/c': native('c', { install: 'true' }),
  });
  expect(run(folder, 'a', 'b', 'c').runs.map(({ name }) => name)).toEqual(['c', 'b', 'a']);
});

test('a script that fails is told with its end and output, and fails the run, unless nobody needs the package', () => {
  const broken = native('a', { install: 'echo why >&2; exit 3', postinstall: 'touch never' });
  const needed = folderOf({ '.': { devDependencies: { a: '1' } }, 'node_modules/a': broken });
  expect(run(needed, 'a')).toEqual({
    code: 1,
    runs: [
      {
        name: 'a',
        version: '1.0.0',
        optional: false,
        failed: { event: 'install', script: 'echo why >&2; exit 3', end: 'code 3', output: 'why' },
      },
    ],
  });
  const optional = folderOf({ '.': { optionalDependencies: { a: '1' } }, 'node_modules/a': broken });
  expect(run(optional, 'a')).toMatchObject({
    code: 0,
    runs: [{ optional: true, failed: { end: 'code 3' } }],
  });
});
