import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const program = new URL('../../programs/commit-time.js', import.meta.url).pathname;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commit-time-'));
  git('init', '--quiet', '--initial-branch=main');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs git in the folder, untouched by this machine's configuration. */
function git(...args: string[]): string {
  const environment = {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'c > d',
    GIT_COMMITTER_EMAIL: 'c@example.com',
  };
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: environment }).trim();
}

/** A file for `git fast-import`: many commits at once, a minute apart, whose like messages make deltas of them. */
function commits(count: number): void {
  const message = Array.from({ length: 60 }, (_, n) => `line ${n} of a message that stays the same`).join(
    '\n',
  );
  const stream = Array.from({ length: count }, (_, n) => {
    const text = `commit ${n}\n\n${message}\n\ncommitter x <x> 1 +0000\n`;
    return [
      'commit refs/heads/main',
      `author a <a@example.com> ${1_500_000_000 + n * 60} +0000`,
      `committer c <c@example.com> ${1_600_000_000 + n * 60} +0530`,
      `data ${Buffer.byteLength(text)}`,
      text,
    ].join('\n');
  });
  execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], { input: `${stream.join('\n')}\n` });
}

function commit(): void {
  appendFileSync(join(folder, 'file'), 'line\n');
  git('add', '.');
  git('commit', '--quiet', '--message=one', '--no-gpg-sign', '--date=2001-01-01T00:00:00Z');
}

/** What the program prints. */
function timeOf(revision: string, where = folder): string {
  const name = execFileSync('git', ['-C', where, 'rev-parse', revision], { encoding: 'utf8' }).trim();
  const args = [program, join(where, '.git/objects'), name];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

/** What git itself says. */
function gitSays(revision: string): string {
  return new Date(Number(git('log', '-1', '--format=%ct', revision)) * 1000).toISOString();
}

/** How git keeps the objects of all commits: the base of each, none for one that is kept whole. */
function bases(): string[] {
  const format = '--batch-check=%(objecttype) %(deltabase)';
  return git('cat-file', format, '--batch-all-objects')
    .split('\n')
    .filter((line) => line.startsWith('commit ') && !/ 0+$/.test(line));
}

const looseFolders = (): string[] =>
  readdirSync(join(folder, '.git/objects')).filter((name) => name.length === 2);

test('a commit that is a file of its own: the committer, and not the author', () => {
  commit();
  expect(looseFolders()).not.toEqual([]);
  expect(timeOf('HEAD')).toBe(gitSays('HEAD'));
});

test('a commit in a pack', () => {
  commit();
  git('gc', '--quiet', '--prune=now');
  expect(looseFolders()).toEqual([]);
  expect(timeOf('HEAD')).toBe(gitSays('HEAD'));
});

test.each([
  ['by distance', true],
  ['by name', false],
])('commits that are deltas of others %s, however deep', (_, byDistance) => {
  commits(120);
  git('config', 'repack.useDeltaBaseOffset', String(byDistance));
  git('repack', '-adfq', '--depth=50');
  expect(bases().length).toBeGreaterThan(60);
  for (const back of [0, 1, 30, 60, 90, 119])
    expect(timeOf(`main~${back}`), String(back)).toBe(gitSays(`main~${back}`));
});

test('names of SHA-256', () => {
  rmSync(join(folder, '.git'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main', '--object-format=sha256');
  commits(20);
  git('repack', '-adfq', '--depth=50');
  expect(timeOf('main~7')).toBe(gitSays('main~7'));
});

test('offsets that need more than 31 bits in the index', () => {
  commits(20);
  git('repack', '-adfq');
  const [pack = ''] = readdirSync(join(folder, '.git/objects/pack')).filter((name) => name.endsWith('.pack'));
  const path = join(folder, '.git/objects/pack', pack);
  git('index-pack', '--index-version=2,0x40', '-o', path.replace(/pack$/, 'new'), path);
  rmSync(path.replace(/pack$/, 'idx'));
  renameSync(path.replace(/pack$/, 'new'), path.replace(/pack$/, 'idx'));
  expect(timeOf('main~7')).toBe(gitSays('main~7'));
});

test('a shallow clone has its last commit', () => {
  commits(20);
  const clone = join(folder, 'clone');
  git('clone', '--quiet', '--depth=1', `file://${folder}`, clone);
  expect(existsSync(join(clone, '.git/shallow'))).toBe(true);
  expect(timeOf('HEAD', clone)).toBe(gitSays('main'));
});

test('nothing is said of a commit that is elsewhere: a clone that borrows its objects', () => {
  commits(2);
  const clone = join(folder, 'clone');
  git('clone', '--quiet', '--shared', folder, clone);
  expect(timeOf('HEAD', clone)).toBe('');
});

test('nothing is said of what is no commit', () => {
  writeFileSync(join(folder, 'file'), 'committer c <c> 1 +0000\n');
  git('add', '.');
  expect(timeOf(':file')).toBe('');
});
