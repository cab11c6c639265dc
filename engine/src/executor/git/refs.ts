import fs from 'node:fs';
import { readCommit, resolveRef, TREE, walk, type WalkerEntry } from 'isomorphic-git';
import { z } from 'zod';
import { digestOf } from '../../store/digest.ts';
import type { Sides } from '../../store/changes.ts';
import { treeOf, treeShape, type Entry, type Tree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import { gitFolder, gitState, onDisk } from './state.ts';
import type { GitValue } from '../common/values.ts';

/** Git's mode of a link (gitformat-index). */
const linkMode = 0o120000;
const executable = 0o100;

const commitShape = z.object({ commit: z.string() });

/** The commit of a reference: of its name, or what HEAD points to. */
export async function commitOfRef(context: Context, { tree, ref }: GitValue): Promise<string> {
  return ref === undefined ? (await gitState(context, tree)).commit : commitOf(context, tree, ref);
}

/**
 * The commit that a name leads to, as Dagger finds it: a commit's id, a full name (`refs/...`), the same without `refs/`, a
 * branch, a tag; the first of these that is there.
 *
 * @throws {Refused} when the repository has no such name.
 */
async function commitOf(context: Context, repository: Tree, name: string): Promise<string> {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  const folder = gitFolder(repository);
  const key = digestOf({ repository: folder.digest, name });
  const known = context.records.get('git-ref', key, commitShape);
  if (known) return known.commit;
  const commit = await onDisk(context, folder, (gitdir) => lookUp(gitdir, name));
  context.records.put('git-ref', key, { commit });
  return commit;
}

async function lookUp(gitdir: string, name: string): Promise<string> {
  const short = name.replace(/^refs\//, '');
  for (const ref of [`refs/${short}`, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const found = await resolveRef({ fs, gitdir, ref }).catch(() => undefined);
    // A tag with a message is an object of its own, which leads to the commit.
    if (found !== undefined) return (await readCommit({ fs, gitdir, oid: found })).oid;
  }
  throw new Refused(`repository does not contain ref "${name}"`);
}

/**
 * The files of a reference's commit, without `.git`. They are kept: a commit's files never change.
 *
 * @throws {Refused} when the repository does not hold the commit with its files.
 */
export async function treeOfRef(context: Context, value: GitValue): Promise<Tree> {
  const repository = value.tree;
  const commit = await commitOfRef(context, value);
  const known = context.records.get('git-tree', commit, treeShape);
  if (known) return known;
  const tree = await onDisk(context, gitFolder(repository), async (gitdir) => {
    try {
      return treeOf(await entriesOf(context, gitdir, commit));
    } catch (cause) {
      throw new Refused(`the repository does not hold commit ${commit} with its files`, { cause });
    }
  });
  context.records.put('git-tree', commit, tree);
  return tree;
}

/** The files of HEAD's commit, and the same as the work tree has them; what git ignores is in neither. */
export async function uncommittedSides(context: Context, repository: Tree): Promise<Sides> {
  const [{ uncommitted }, commit] = await Promise.all([
    gitState(context, repository),
    treeOfRef(context, { tree: repository }),
  ]);
  const paths = new Set(uncommitted);
  // Git knows no directories: what is left of one whose files are gone is no change.
  const before = treeOf(commit.entries.filter(({ kind }) => kind !== 'directory'));
  const unchanged = before.entries.filter(({ kind, path }) => kind !== 'directory' && !paths.has(path));
  const changed = repository.entries.filter(({ kind, path }) => kind !== 'directory' && paths.has(path));
  return { before, after: treeOf([...unchanged, ...changed]) };
}

async function entriesOf(context: Context, gitdir: string, commit: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  const add = async (path: string, [found]: readonly (WalkerEntry | null)[]): Promise<void> => {
    const entry = found ? await entryOf(context, path, found) : undefined;
    if (entry) entries.push(entry);
  };
  await walk({ fs, gitdir, cache: {}, trees: [TREE({ ref: commit })], map: add });
  return entries;
}

/** A file, folder or link; a submodule is a commit of elsewhere and leaves an empty folder. */
async function entryOf(context: Context, path: string, found: WalkerEntry): Promise<Entry | undefined> {
  if (path === '.') return undefined;
  const [type, mode] = await Promise.all([found.type(), found.mode()]);
  if (type !== 'blob') return { kind: 'directory', path, mode: 0o755 };
  const content = (await found.content()) ?? new Uint8Array();
  if (mode === linkMode) return { kind: 'link', path, target: Buffer.from(content).toString('utf8') };
  const fileMode = (mode & executable) === 0 ? 0o644 : 0o755;
  return { kind: 'file', path, mode: fileMode, ...context.content.put(Buffer.from(content)) };
}
