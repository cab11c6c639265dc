/** An empty repository, for reading objects that are stored elsewhere. */
export interface ScratchRepository {
  /** Folder of the repository. */
  readonly place: string;
  /** The commit to read. The length of its id tells the hash algorithm of the objects. */
  readonly commit: string;
}

/** Creates the repository. Its owner is the current user, so git reads objects of any owner (`safe.directory`). */
export function scaffoldCommand({ place, commit }: ScratchRepository): string[] {
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  return ['git', 'init', '--quiet', '--bare', '--template=', `--object-format=${format}`, place];
}

/** Where `.git/objects` may hold a commit as a file of its own. */
export function looseObject(commit: string): string {
  return `${commit.slice(0, 2)}/${commit.slice(2)}`;
}

/**
 * Patterns of the files in `.git/objects` that a commit's time is read from, and of no others, so that further commits leave the
 * cached answer valid.
 */
export function objectsOf(commit: string, isLoose: boolean): string[] {
  return isLoose ? [looseObject(commit)] : ['pack/*.idx', 'pack/*.pack'];
}

/**
 * Prints a commit's time: its committer's time, RFC 3339 in the zone of TZ, which has to be UTC. No parent is looked
 * at, so that a shallow clone will do; of a commit that is not there, and of what is none, nothing is printed.
 */
export function commitTimeCommand({ place, commit }: ScratchRepository): string[] {
  const format = ['--no-commit-header', '--date=format-local:%Y-%m-%dT%H:%M:%S.000Z', '--format=%cd'];
  return ['git', '--git-dir', place, 'rev-list', '--no-walk', '--ignore-missing', ...format, commit];
}

/** Prints the name of a commit's author; nothing where the commit is not there. */
export function commitAuthorCommand({ place, commit }: ScratchRepository): string[] {
  const format = ['--no-commit-header', '--format=%an'];
  return ['git', '--git-dir', place, 'rev-list', '--no-walk', '--ignore-missing', ...format, commit];
}

/** Author and time of commits that the pipeline creates. They are fixed, so that the same files make the same commit. */
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
