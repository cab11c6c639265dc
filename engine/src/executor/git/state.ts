import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveRef, statusMatrix } from 'isomorphic-git';
import { z } from 'zod';
import { writeHostDirectory } from '../../store/host-files.ts';
import { emptyTree, entryAt, subtree, type Tree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';

/** The state of a repository: the commit of HEAD, and the differences of the work tree from it. */
export interface GitState {
  readonly commit: string;
  /** Paths that were added, changed or removed since that commit, and are not ignored. */
  readonly uncommitted: readonly string[];
}

const stateShape = z.object({ commit: z.string(), uncommitted: z.array(z.string()) });

/**
 * Looks at the repository in a directory. No git program is needed.
 *
 * @throws {Refused} when the directory holds no `.git` directory or no commit.
 */
export async function gitState(context: Context, tree: Tree): Promise<GitState> {
  requireGit(tree);
  const known = context.records.get('git', tree.digest, stateShape);
  if (known) return known;
  const state = await onDisk(context, tree, async (dir) => ({
    commit: await head(dir),
    uncommitted: await uncommitted(dir),
  }));
  context.records.put('git', tree.digest, state);
  return state;
}

/**
 * The content of a repository's `.git`.
 *
 * @throws {Refused} when the directory holds no `.git` directory.
 */
export function gitFolder(repository: Tree): Tree {
  requireGit(repository);
  return subtree(repository, '.git') ?? emptyTree;
}

/** @throws {Refused} when the directory holds no `.git` directory. */
function requireGit(repository: Tree): void {
  const kind = entryAt(repository, '.git')?.kind;
  if (kind === 'file')
    throw new Refused(
      'the directory is a worktree or a submodule: its .git is a file that names a place outside of it; use a clone of its own',
    );
  if (kind !== 'directory')
    throw new Refused('the directory is not a git repository: it has no .git directory');
}

/** Works with a tree in a folder of this machine that is gone afterwards. */
export async function onDisk<Result>(
  context: Context,
  tree: Tree,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-pipeline-git-'));
  try {
    writeHostDirectory(context.content, tree, folder, { withLeavingLinks: true });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function head(dir: string): Promise<string> {
  try {
    return await resolveRef({ fs, dir, ref: 'HEAD' });
  } catch (cause) {
    throw new Refused('the git repository has no commit yet', { cause });
  }
}

async function uncommitted(dir: string): Promise<string[]> {
  const rows = await statusMatrix({ fs, dir });
  return rows
    .filter(([, inHead, inWorkdir, staged]) => !(inHead === 1 && inWorkdir === 1 && staged === 1))
    .map(([path]) => path);
}
