import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const program = new URL('../../programs/commit.js', import.meta.url).pathname;
const sample = new URL('../../fixtures/project/', import.meta.url).pathname;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commit-'));
  cpSync(sample, folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

/** The id of the commit that the program makes of the folder. */
function commit(): string {
  execFileSync(process.execPath, [program, folder]);
  return git('rev-parse', 'HEAD');
}

test('git finds one sound commit, and nothing that it does not hold', () => {
  // Beside a folder of the same beginning, so that the order of the entries is not that of their plain names.
  writeFileSync(join(folder, 'src.txt'), 'a file\n');
  commit();
  expect(git('fsck', '--full', '--strict')).toBe('');
  expect(git('rev-list', '--count', 'HEAD')).toBe('1');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('ls-files').split('\n')).toEqual(expect.arrayContaining(['src.txt', 'src/app.ts']));
});

test('git sees a change that comes after it', () => {
  commit();
  writeFileSync(join(folder, 'src/app.ts'), '');
  expect(git('status', '--porcelain')).toBe('M src/app.ts');
});

test('the same files make the same commit, other files another', () => {
  const first = commit();
  rmSync(join(folder, '.git'), { recursive: true });
  expect(commit()).toBe(first);
  rmSync(join(folder, '.git'), { recursive: true });
  writeFileSync(join(folder, 'src/app.ts'), '');
  expect(commit()).not.toBe(first);
});
