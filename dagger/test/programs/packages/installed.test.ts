import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { type Installed, readInstalled } from '../../../src/gates/packages/installed.ts';

const program = new URL('../../../programs/packages/installed.js', import.meta.url).pathname;

/** What the program prints of a folder with such files; a target of a link begins with `->`. */
function installedOf(files: Readonly<Record<string, object | string>>, part = '.'): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'string' && content.startsWith('->')) symlinkSync(content.slice(2), file);
      else writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return readInstalled(execFileSync(process.execPath, [program, folder, part], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const typescript = {
  'node_modules/typescript/package.json': { name: 'typescript', version: '5.9.3' },
  'node_modules/typescript/lib/tsc.js': 'compile()',
};

test('the versions of the top folder count, through links too', () => {
  const { versions } = installedOf({
    'node_modules/prettier/package.json': { version: '3.6.2' },
    'node_modules/prettier/node_modules/typescript/package.json': { version: '4.0.0' },
    'node_modules/@scope/a/package.json': { version: '1.0.0' },
    'node_modules/.pnpm/vitest@4.0.0/node_modules/vitest/package.json': { version: '4.0.0' },
    'node_modules/vitest': '->.pnpm/vitest@4.0.0/node_modules/vitest',
    'node_modules/gone': '->../packages/gone',
    'node_modules/broken/package.json': '{',
    'node_modules/.bin/prettier': '',
  });
  expect(versions).toEqual({ prettier: '3.6.2', '@scope/a': '1.0.0', vitest: '4.0.0' });
});

test('a workspace finds the packages of its own folder, and those of the folders above it', () => {
  const part = installedOf(
    {
      'node_modules/vitest/package.json': { version: '4.0.0' },
      'node_modules/typescript/package.json': { version: '5.0.0' },
      'packages/a/node_modules/typescript/package.json': { version: '6.0.0' },
      'packages/a/node_modules/native/package.json': { version: '1.0.0', scripts: { install: 'x' } },
      'packages/b/node_modules/other/package.json': { version: '1.0.0' },
    },
    'packages/a',
  );
  expect(part.versions).toEqual({ native: '1.0.0', typescript: '6.0.0', vitest: '4.0.0' });
  expect(part.places).toEqual({ vitest: '../../node_modules' });
  expect(part.scripted).toEqual(['native']);
});

test('where nothing is installed there is nothing', () => {
  expect(installedOf({ 'package.json': {} })).toEqual({
    versions: {},
    places: {},
    scripted: [],
    compiler: null,
  });
});

test('what has an install script is named once, wherever it is installed', () => {
  const scripts = { postinstall: 'node install.js' };
  const { scripted } = installedOf({
    'node_modules/a/package.json': { scripts },
    'node_modules/b/node_modules/a/package.json': { scripts },
    'node_modules/b/package.json': { scripts: { build: 'tsc' } },
    'node_modules/@scope/native/binding.gyp': '',
    'node_modules/@scope/native/package.json': {},
    'node_modules/.pnpm/c@1/node_modules/c/package.json': { scripts: { install: 'x' } },
    'node_modules/c': '->.pnpm/c@1/node_modules/c',
    'packages/own/package.json': { scripts },
    'node_modules/own': '->../packages/own',
  });
  expect(scripted).toEqual(['@scope/native', 'a', 'c']);
});

describe('the digest of the compiler', () => {
  const digest = installedOf(typescript).compiler;

  test('is the same for the same content, however it came', () => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const linked = Object.entries(typescript).map(([path, content]) => [
      path.replace('node_modules', 'node_modules/.pnpm/typescript@5.9.3/node_modules'),
      content,
    ]);
    const store = { 'node_modules/typescript': '->.pnpm/typescript@5.9.3/node_modules/typescript' };
    expect(installedOf({ ...(Object.fromEntries(linked) as object), ...store }).compiler).toBe(digest);
  });

  test.each([
    ['another content', { 'node_modules/typescript/lib/tsc.js': 'attack()' }],
    ['another name', { 'node_modules/typescript/lib/tsc.jsc': 'ompile()' }],
    ['one file more', { 'node_modules/typescript/lib/more.js': '' }],
  ])('is another for %s', (_what, change) => {
    const other = installedOf({ ...typescript, ...change }).compiler;
    expect(other).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toBe(digest);
  });

  test.each<[string, Readonly<Record<string, object | string>>]>([
    ['it is not installed', {}],
    [
      'it is linked to the sources',
      {
        'node_modules/typescript': '->../vendor/typescript',
        'vendor/typescript/package.json': { name: 'typescript', version: '5.9.3' },
      },
    ],
    ['a link is in it', { ...typescript, 'node_modules/typescript/lib/more.js': '->../../../own.js' }],
    [
      'other packages are part of it',
      {
        ...typescript,
        'node_modules/typescript/package.json': {
          version: '7.0.0',
          optionalDependencies: { '@typescript/linux-x64': '7.0.0' },
        },
      },
    ],
  ])('is not known where %s', (_what, files) => {
    expect(installedOf(files).compiler).toBeNull();
  });
});
