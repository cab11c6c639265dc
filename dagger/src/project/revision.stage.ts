import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import {
  commitAuthorCommand,
  commitTimeCommand,
  looseObject,
  objectsOf,
  scaffoldCommand,
  type ScratchRepository,
} from './git.ts';
import { within } from '../tools/deadline.ts';

/** The commit of a source. */
export interface SourceRevision {
  /** The commit, with `-dirty` when the tree has changes; `unknown` without git. */
  readonly name: string;
  /** The commit alone; absent where it is unknown. */
  readonly commit?: string;
  /** Why it is unknown; absent where it is known. */
  readonly whyUnknown?: string;
}

/** Stands for the unknown time of a commit. */
export const epoch = '1970-01-01T00:00:00.000Z';

/** The commit of a source. No container has to run for it. */
export async function revisionOf(repository: Directory): Promise<SourceRevision> {
  const head = await findHead(repository);
  if (typeof head === 'string') return { name: 'unknown', whyUnknown: head };
  const { commit, clean } = head;
  return { name: clean ? commit : `${commit}-dirty`, commit };
}

/** A repository, and the commit that was found in it. */
interface RepositoryRevision {
  readonly repository: Directory;
  readonly revision: () => Promise<SourceRevision>;
}

/**
 * When the commit was made, RFC 3339; undefined where that is not known. It is the commit's time, never the clock's: the
 * same commit makes the same image.
 */
export async function commitTime({ repository, revision }: RepositoryRevision): Promise<string | undefined> {
  const { commit } = await revision();
  return commit === undefined ? undefined : answerOf(repository, commit, commitTimeCommand);
}

/** The name of the commit's author; undefined where that is not known. */
export async function commitAuthor({
  repository,
  revision,
}: RepositoryRevision): Promise<string | undefined> {
  const { commit } = await revision();
  return commit === undefined ? undefined : answerOf(repository, commit, commitAuthorCommand);
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

/** What git says of the commit, because the Dagger API does not have it; undefined where it says nothing. */
async function answerOf(
  source: Directory,
  commit: string,
  command: (repository: ScratchRepository) => string[],
): Promise<string | undefined> {
  const objects = source.directory('.git/objects');
  const isLoose = (await objects.glob(looseObject(commit))).length > 0;
  const scaffold = { place: '/repository', commit };
  const answer = await dag
    .container()
    .from(images.golang)
    .withEnvVariable('TZ', 'UTC')
    .withExec(within(60, scaffoldCommand(scaffold)))
    .withMountedDirectory('/repository/objects', objects.filter({ include: objectsOf(commit, isLoose) }))
    .withExec(within(120, command(scaffold)))
    .stdout();
  return answer.trim() === '' ? undefined : answer.trim();
}
