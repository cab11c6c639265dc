import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@dagger.io/dagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession, testCache } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** Runs git in a folder, untouched by this machine's configuration. */
function git(folder: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.org',
    '-c',
    'init.defaultBranch=main',
  ];
  return execFileSync('git', [...identity, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

const made = temporaryFolder();
beforeAll(() => makeRepository(join(made.path, 'repository')));
afterAll(() => made[Symbol.dispose]());

/** A copy of a repository with two commits and a .gitignore. */
function repository(parent: string, name = 'repository'): string {
  const folder = join(parent, name);
  cpSync(join(made.path, 'repository'), folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

function makeRepository(folder: string): void {
  mkdirSync(join(folder, 'sub'), { recursive: true });
  git(folder, 'init');
  writeFileSync(join(folder, '.gitignore'), 'ignored\n');
  writeFileSync(join(folder, 'file'), 'one');
  writeFileSync(join(folder, 'sub', 'run.sh'), '#!/bin/sh', { mode: 0o755 });
  git(folder, 'add', '.');
  git(folder, 'commit', '-m', 'one');
  writeFileSync(join(folder, 'file'), 'two');
  git(folder, 'commit', '-a', '-m', 'two');
}

async function ask(client: Client, folder: string): Promise<readonly [string, boolean]> {
  const found = client.host().directory(folder).asGit();
  return [await found.head().commit(), await found.uncommitted().isEmpty()];
}

const changes: readonly (readonly [string, boolean, (folder: string) => void])[] = [
  ['nothing is changed', true, () => undefined],
  ['a file is changed', false, (folder) => writeFileSync(join(folder, 'file'), 'changed')],
  [
    'a file is staged',
    false,
    (folder) => {
      writeFileSync(join(folder, 'file'), 'staged');
      git(folder, 'add', 'file');
    },
  ],
  ['a file is removed', false, (folder) => rmSync(join(folder, 'file'))],
  ['a file is not tracked', false, (folder) => writeFileSync(join(folder, 'new'), '')],
  ['a file is ignored', true, (folder) => writeFileSync(join(folder, 'ignored'), '')],
  ['references are packed', true, (folder) => git(folder, 'pack-refs', '--all')],
  ['objects are packed', true, (folder) => git(folder, 'gc', '-q')],
  ['HEAD is detached', true, (folder) => git(folder, 'checkout', '--detach', 'HEAD~1')],
];

describe('a git repository', () => {
  it('tells its commit, and whether the work tree is as it has it', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      for (const [name, clean, change] of changes) {
        const folder = repository(cache.folder, name);
        change(folder);
        expect(await ask(client, folder), name).toEqual([git(folder, 'rev-parse', 'HEAD'), clean]);
      }
    });
  });

  it('tells what differs from HEAD, without what git ignores', async () => {
    await using cache = testCache();
    const folder = repository(cache.folder);
    writeFileSync(join(folder, 'file'), 'changed');
    writeFileSync(join(folder, 'ignored'), '');
    writeFileSync(join(folder, 'new'), '');
    rmSync(join(folder, 'sub'), { recursive: true });
    await inSession(cache, async (client) => {
      const found = client.host().directory(folder).asGit().uncommitted();
      expect(await found.addedPaths()).toEqual(['new']);
      expect(await found.modifiedPaths()).toEqual(['file']);
      expect(await found.removedPaths()).toEqual(['sub/']);
      expect(await found.before().file('file').contents()).toBe('two');
    });
  });

  it('tells the commit and the files of a name', async () => {
    await using cache = testCache();
    const folder = repository(cache.folder);
    const [first, second] = ['HEAD~1', 'HEAD'].map((name) => git(folder, 'rev-parse', name));
    git(folder, 'tag', '-a', '-m', 'a tag', 'v1', 'HEAD~1');
    git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD~1');
    git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    symlinkSync('file', join(folder, 'link'));
    git(folder, 'add', '.');
    git(folder, 'commit', '-m', 'three');
    git(folder, 'gc', '-q');
    const names = ['v1', 'refs/tags/v1', 'refs/remotes/origin/HEAD', 'remotes/origin/main', String(first)];
    await inSession(cache, async (client) => {
      const found = client.host().directory(folder).asGit();
      for (const name of names) {
        const ref = found.ref(name);
        expect(await ref.commit(), name).toBe(first);
        expect(await ref.tree({ discardGitDir: true }).file('file').contents(), name).toBe('one');
      }
      expect(await found.ref(String(second)).tree({ discardGitDir: true }).file('file').contents()).toBe(
        'two',
      );
      const main = found.ref('main').tree({ discardGitDir: true });
      expect(await main.entries()).toEqual(['.gitignore', 'file', 'link', 'sub/']);
      await main.export(join(cache.folder, 'out'));
    });
    expect(readlinkSync(join(cache.folder, 'out', 'link'))).toBe('file');
    expect(statSync(join(cache.folder, 'out', 'sub', 'run.sh')).mode & 0o777).toBe(0o755);
  });

  it('has no files for a name that it does not have, or for a commit that a shallow clone left out', async () => {
    await using cache = testCache();
    const folder = repository(cache.folder);
    const first = git(folder, 'rev-parse', 'HEAD~1');
    git(cache.folder, 'clone', '--depth=1', `file://${folder}`, 'shallow');
    await inSession(cache, async (client) => {
      const found = client.host().directory(join(cache.folder, 'shallow')).asGit();
      await expect(found.ref('nowhere').commit()).rejects.toThrow('does not contain ref "nowhere"');
      await expect(found.ref(first).tree({ discardGitDir: true }).entries()).rejects.toThrow(
        `does not hold commit ${first} with its files`,
      );
    });
  });

  it('may be a shallow clone', async () => {
    await using cache = testCache();
    const folder = repository(cache.folder);
    git(cache.folder, 'clone', '--depth=1', `file://${folder}`, 'shallow');
    const shallow = join(cache.folder, 'shallow');
    await inSession(cache, async (client) => {
      expect(await ask(client, shallow)).toEqual([git(folder, 'rev-parse', 'HEAD'), true]);
    });
  });

  it('that is none, or cannot be read alone, is refused with what to do', async () => {
    await using cache = testCache();
    const folder = repository(cache.folder);
    git(folder, 'worktree', 'add', '../tree');
    git(cache.folder, 'init', 'fresh');
    const refused = {
      tree: 'a worktree',
      fresh: 'has no commit yet',
      'repository/sub': 'it has no .git directory',
    };
    for (const [name, message] of Object.entries(refused))
      await inSession(cache, (client) =>
        expect(ask(client, join(cache.folder, name)), name).rejects.toThrow(message),
      );
  });
});
