import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  commitCommands,
  commitTimeCommand,
  committer,
  looseObject,
  objectsOf,
  scaffoldCommand,
} from '../../src/project/git.ts';

const sample = new URL('../../fixtures/project/', import.meta.url).pathname;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'git-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command, untouched by this machine's configuration. */
function run([program = '', ...args]: readonly string[], input = ''): string {
  const env = {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    ...committer,
    GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2020-09-13T18:00:00+0530',
  };
  return execFileSync(program, args, { encoding: 'utf8', env, input }).trim();
}

describe('the time of a commit', () => {
  const committedAt = '2020-09-13T12:30:00.000Z';
  const git = (...args: string[]): string => run(['git', '-C', folder, ...args]);
  beforeEach(() => {
    git('init', '--quiet', '--initial-branch=main');
  });

  function commit(): void {
    appendFileSync(join(folder, 'file'), 'line\n');
    git('add', '.');
    git('commit', '--quiet', '--message=one', '--no-gpg-sign');
  }

  const loose = (): string[] => globSync(join(folder, '.git/objects/??/*'));

  /** What git answers where it has no more of the repository's objects than the stage gives it. */
  function timeOf(revision: string, where = folder): string {
    const objects = join(where, '.git/objects');
    const name = run(['git', '-C', where, 'rev-parse', revision]);
    const scaffold = { place: mkdtempSync(join(tmpdir(), 'scaffold-')), commit: name };
    try {
      run(scaffoldCommand(scaffold));
      for (const pattern of objectsOf(name, existsSync(join(objects, looseObject(name)))))
        for (const path of globSync(pattern, { cwd: objects })) {
          mkdirSync(dirname(join(scaffold.place, 'objects', path)), { recursive: true });
          cpSync(join(objects, path), join(scaffold.place, 'objects', path));
        }
      return run(commitTimeCommand(scaffold));
    } finally {
      rmSync(scaffold.place, { recursive: true });
    }
  }

  test('a commit that is a file of its own: the committer, and not the author', () => {
    commit();
    expect(timeOf('HEAD')).toBe(committedAt);
  });

  test('a commit whose parent is not given', () => {
    commit();
    commit();
    expect(timeOf('HEAD')).toBe(committedAt);
  });

  test('a commit in a pack', () => {
    commit();
    git('gc', '--quiet', '--prune=now');
    expect(loose()).toEqual([]);
    expect(timeOf('HEAD')).toBe(committedAt);
  });

  test('names of SHA-256', () => {
    rmSync(join(folder, '.git'), { recursive: true });
    git('init', '--quiet', '--initial-branch=main', '--object-format=sha256');
    commit();
    expect(timeOf('HEAD')).toBe(committedAt);
    git('gc', '--quiet', '--prune=now');
    expect(timeOf('HEAD')).toBe(committedAt);
  });

  test('a shallow clone has its last commit', () => {
    commit();
    commit();
    const clone = join(folder, 'clone');
    git('clone', '--quiet', '--depth=1', `file://${folder}`, clone);
    expect(existsSync(join(clone, '.git/shallow'))).toBe(true);
    expect(timeOf('HEAD', clone)).toBe(committedAt);
  });

  test('nothing is said of a commit that is elsewhere: a clone that borrows its objects', () => {
    commit();
    const clone = join(folder, 'clone');
    git('clone', '--quiet', '--shared', folder, clone);
    expect(timeOf('HEAD', clone)).toBe('');
  });

  test('nothing is said of what is no commit', () => {
    writeFileSync(join(folder, 'file'), 'committer c <c> 1 +0000\n');
    git('add', '.');
    expect(timeOf(':file')).toBe('');
  });
});

describe('a commit of everything in a folder', () => {
  const git = (...args: string[]): string => run(['git', '-C', folder, ...args]);
  beforeEach(() => {
    cpSync(sample, folder, { recursive: true });
  });

  /** The id of the commit that is made of the folder. */
  function commit(): string {
    rmSync(join(folder, '.git'), { recursive: true, force: true });
    for (const command of commitCommands(folder)) run(command);
    return git('rev-parse', 'HEAD');
  }

  test('git finds one sound commit, and nothing that it does not hold', () => {
    writeFileSync(join(folder, '.gitignore'), 'src.txt\n');
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

  test('the same files make the same commit and the same index, other files another commit', () => {
    const first = commit();
    const index = readFileSync(join(folder, '.git/index'));
    expect(commit()).toBe(first);
    expect(readFileSync(join(folder, '.git/index')).equals(index)).toBe(true);
    chmodSync(join(folder, 'src/app.ts'), 0o755);
    expect(commit()).not.toBe(first);
  });
});
