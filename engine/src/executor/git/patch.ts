import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { changedPaths, type Sides } from '../../store/changes.ts';
import { writeHostDirectory } from '../../store/host-files.ts';
import { emptyTree, treeOf, type Tree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import { onDisk } from './state.ts';
import type { FileValue } from '../common/values.ts';

/** The file's name, as in Dagger. */
const name = 'diff.patch';

/** Dagger's own command: files of any kind, with the folders' names as git's usual prefixes. */
const command = ['diff', '--binary', '--no-prefix', '--no-index', 'a', 'b'];

/**
 * The changes as a patch that `git apply` takes.
 *
 * @throws {Refused} This machine has no git, which writes the patch.
 */
export async function patchOf(context: Context, sides: Sides): Promise<FileValue> {
  const patch = await onDisk(context, emptyTree, async (folder) => {
    for (const [side, tree] of [
      ['a', changedPart(sides.before, sides)],
      ['b', changedPart(sides.after, sides)],
    ] as const) {
      writeHostDirectory(context.content, tree, join(folder, side), { withLeavingLinks: true });
    }
    return git(folder);
  });
  return { name, mode: 0o644, ...context.content.put(patch) };
}

/** The changed part of one side. The rest of a large directory need not be written for git. */
function changedPart(tree: Tree, sides: Sides): Tree {
  const { added, modified, removed } = changedPaths(sides);
  const paths = new Set([...added, ...modified, ...removed]);
  const directories = removed.filter((path) => path.endsWith('/'));
  return treeOf(
    tree.entries.filter(
      ({ kind, path }) =>
        kind !== 'directory' &&
        (paths.has(path) || directories.some((directory) => path.startsWith(directory))),
    ),
  );
}

async function git(cwd: string): Promise<Buffer> {
  // A user's own settings must not change the patch.
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const child = spawn('git', command, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const [patch, said] = await Promise.all([
      buffer(child.stdout),
      text(child.stderr),
      // An error event, such as for a program that is not there, rejects it.
      once(child, 'close'),
    ]);
    // 1 says that there are differences (git-diff(1), --exit-code).
    if (child.exitCode === 0 || child.exitCode === 1) return patch;
    throw new Error(`git diff ended with exit code ${child.exitCode}: ${said}`);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Refused('asPatch needs the program git, which this machine does not have: install it', {
        cause,
      });
    throw cause;
  }
}
