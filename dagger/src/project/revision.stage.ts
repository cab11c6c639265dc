import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import { program } from '../tools/attempt.stage.ts';
import { within } from '../tools/deadline.ts';

/** Which state of the source is built: what goes into the image's labels. */
export interface Revision {
  /** Commit, with `-dirty` when the tree has changes; `unknown` without git. */
  readonly revision: string;
  /** When that commit was made, RFC 3339; the epoch where that is not known. */
  readonly created: string;
}

const epoch = '1970-01-01T00:00:00.000Z';

/** The revision of the source. The time is the commit's, never the clock's: the same commit makes the same image. */
export async function revisionOf(source: Directory): Promise<Revision> {
  const head = await headOf(source);
  if (head === undefined) return { revision: 'unknown', created: epoch };
  return { revision: nameOf(head), created: await timeOf(source, head.commit) };
}

/** The revision's name alone, for which nothing has to run. */
export async function revisionName(source: Directory): Promise<string> {
  const head = await headOf(source);
  return head === undefined ? 'unknown' : nameOf(head);
}

interface Head {
  readonly commit: string;
  readonly clean: boolean;
}

function nameOf({ commit, clean }: Head): string {
  return clean ? commit : `${commit}-dirty`;
}

async function headOf(repository: Directory): Promise<Head | undefined> {
  const found = await findHead(repository);
  return typeof found === 'string' ? undefined : found;
}

/** Why nobody can tell which commit a source is of; undefined where it is known. */
export async function whyUnknown(repository: Directory): Promise<string | undefined> {
  const found = await findHead(repository);
  return typeof found === 'string' ? found : undefined;
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
async function timeOf(source: Directory, commit: string): Promise<string> {
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
  return time.trim() === '' ? epoch : time.trim();
}
