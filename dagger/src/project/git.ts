/** A repository with no branch, in which git can be asked of objects that lie elsewhere. */
export interface ScratchRepository {
  /** Folder of the repository. */
  readonly place: string;
  /** The commit that it is asked of; the length of its id says which hash names the objects. */
  readonly commit: string;
}

/** Makes the repository, which belongs to who asks: git then takes the objects whoever owns them (`safe.directory`). */
export function scaffoldCommand({ place, commit }: ScratchRepository): string[] {
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  return ['git', 'init', '--quiet', '--bare', '--template=', `--object-format=${format}`, place];
}

/** Where `.git/objects` may hold a commit as a file of its own. */
export function looseObject(commit: string): string {
  return `${commit.slice(0, 2)}/${commit.slice(2)}`;
}

/**
 * What of `.git/objects` the time of a commit is read from. It is no more than that, so that what else git does leaves the
 * answer in the cache.
 */
export function objectsOf(commit: string, isLoose: boolean): string[] {
  return isLoose ? [looseObject(commit)] : ['pack/*.idx', 'pack/*.pack'];
}

/**
 * Prints when a commit was made: its committer's time, RFC 3339 in the zone of TZ, which has to be UTC. No parent is looked
 * at, so that a shallow clone will do; of a commit that is not there, and of what is none, nothing is printed.
 */
export function commitTimeCommand({ place, commit }: ScratchRepository): string[] {
  const format = ['--no-commit-header', '--date=format-local:%Y-%m-%dT%H:%M:%S.000Z', '--format=%cd'];
  return ['git', '--git-dir', place, 'rev-list', '--no-walk', '--ignore-missing', ...format, commit];
}

/** Who commits what the pipeline puts together itself, and when: the same files make the same commit. */
export const committer: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'prove-gates',
  GIT_AUTHOR_EMAIL: 'prove-gates@localhost',
  GIT_AUTHOR_DATE: '@0 +0000',
  GIT_COMMITTER_NAME: 'prove-gates',
  GIT_COMMITTER_EMAIL: 'prove-gates@localhost',
  GIT_COMMITTER_DATE: '@0 +0000',
};

/**
 * Puts all that is in a folder under one commit. The index is read back from the commit, so that it says nothing of when the
 * files were written; what the folder itself ignores is committed too.
 */
export function commitCommands(folder: string): string[][] {
  const git = ['git', '--git-dir', `${folder}/.git`, '--work-tree', folder];
  return [
    ['git', 'init', '--quiet', '--template=', '--initial-branch=main', folder],
    [...git, 'add', '--all', '--force'],
    [...git, '-c', 'core.logAllRefUpdates=false', 'commit', '--quiet', '--message=Everything'],
    [...git, 'read-tree', 'HEAD'],
  ];
}
