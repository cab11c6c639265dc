import type { Directory } from '@dagger.io/dagger';

/** Which state of the source is built: what goes into the image's labels. */
export interface Revision {
  /** Commit, with `-dirty` when the tree has changes; `unknown` without git. */
  readonly revision: string;
  /** When that commit came into this checkout, RFC 3339; the epoch where that is not known. */
  readonly created: string;
}

const epoch = '1970-01-01T00:00:00.000Z';

/**
 * The revision of the source. The time is the commit's, never the clock's: the same source makes the same image.
 * A `.git` that is no repository of its own (a worktree's pointer, a damaged one) counts as no git.
 */
export async function revisionOf(source: Directory): Promise<Revision> {
  if (!(await hasEntry(source, '.git'))) return { revision: 'unknown', created: epoch };
  try {
    const git = source.asGit();
    const [commit, clean] = await Promise.all([git.head().commit(), git.uncommitted().isEmpty()]);
    return { revision: clean ? commit : `${commit}-dirty`, created: await timeOf(source, commit) };
  } catch {
    return { revision: 'unknown', created: epoch };
  }
}

/** The time that HEAD's log has for a commit: `OLD NEW NAME <MAIL> SECONDS ZONE\tMESSAGE` (gitrepository-layout). */
async function timeOf(source: Directory, commit: string): Promise<string> {
  if (!(await hasEntry(source.directory('.git'), 'logs'))) return epoch;
  const log = await source.file('.git/logs/HEAD').contents();
  const line = log.split('\n').find((candidate) => candidate.split(' ')[1] === commit);
  const seconds = /> (\d+) [+-]\d{4}\t/.exec(line ?? '')?.[1];
  return seconds === undefined ? epoch : new Date(Number(seconds) * 1000).toISOString();
}

/** Whether a directory has an entry; a directory is listed with a slash at its end. */
export async function hasEntry(directory: Directory, name: string): Promise<boolean> {
  const entries = await directory.entries();
  return entries.some((entry) => entry.replace(/\/$/, '') === name);
}
