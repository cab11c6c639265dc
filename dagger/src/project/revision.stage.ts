import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import { program } from '../tools/attempt.stage.ts';
import { within } from '../tools/deadline.ts';

/** The commit that a source is of. */
export interface SourceRevision {
  /** The commit, with `-dirty` when the tree has changes; `unknown` without git. */
  readonly name: string;
  /** The commit alone; absent where it is unknown. */
  readonly commit?: string;
  /** Why it is unknown; absent where it is known. */
  readonly whyUnknown?: string;
}

/** The time of a commit that is not known. */
export const epoch = '1970-01-01T00:00:00.000Z';

/** The commit that a source is of, for which nothing has to run. */
export async function revisionOf(repository: Directory): Promise<SourceRevision> {
  const head = await findHead(repository);
  if (typeof head === 'string') return { name: 'unknown', whyUnknown: head };
  const { commit, clean } = head;
  return { name: clean ? commit : `${commit}-dirty`, commit };
}

/** A repository, and the commit that was found in it. */
interface Revised {
  readonly repository: Directory;
  readonly revision: () => Promise<SourceRevision>;
}

/**
 * When the commit was made, RFC 3339; undefined where that is not known. It is the commit's time, never the clock's: the
 * same commit makes the same image.
 */
export async function commitTime({ repository, revision }: Revised): Promise<string | undefined> {
  const { commit } = await revision();
  return commit === undefined ? undefined : timeOf(repository, commit);
}

interface Head {
  readonly commit: string;
  readonly clean: boolean;
}

/** The commit, or why there is none. */
async function findHead(repository: Directory): Promise<Head | string> {
  const entries = await repository.entries();
  if (entries.includes('.git')) {
    return 'the source is a worktree or a submodule, whose .git names a place outside of it: give a clone';
  }
  if (!entries.includes('.git/')) {
    return 'the source has no .git: where it is a folder of a repository, give that by --source and the folder by --directory';
  }
  try {
    const git = repository.asGit();
    const [commit, clean] = await Promise.all([git.head().commit(), git.uncommitted().isEmpty()]);
    return { commit, clean };
  } catch (error) {
    return `git: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The commit's own time: neither the Dagger API nor an image at hand has a git that says it. */
async function timeOf(source: Directory, commit: string): Promise<string | undefined> {
  const objects = source.directory('.git/objects');
  const loose = `${commit.slice(0, 2)}/${commit.slice(2)}`;
  // No more than the commit is needed from, so that what else git does leaves the answer in the cache.
  const isLoose = (await objects.glob(loose)).length > 0;
  const include = isLoose ? [loose] : ['pack/*.idx', 'pack/*.pack'];
  const time = await dag
    .container()
    .from(images.node)
    .withMountedFile('/programs/commit-time.mjs', program('commit-time.js'))
    .withMountedDirectory('/objects', objects.filter({ include }))
    .withExec(within(120, ['node', '/programs/commit-time.mjs', '/objects', commit]))
    .stdout();
  return time.trim() === '' ? undefined : time.trim();
}
