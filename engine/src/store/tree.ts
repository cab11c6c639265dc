import { posix } from 'node:path';
import { z } from 'zod';
import { digestOf } from './digest.ts';

const mode = z.number().int();

/** One entry of a tree. Paths are relative, with forward slashes; times and owners are not kept. */
export const entryShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string(), mode, digest: z.string(), sizeBytes: z.number() }),
  z.object({ kind: z.literal('directory'), path: z.string(), mode }),
  z.object({ kind: z.literal('link'), path: z.string(), target: z.string() }),
]);

/** See {@link entryShape}. */
export type Entry = z.infer<typeof entryShape>;

/** A directory's whole content as data: every file by the digest of its content. Immutable. */
export interface Tree {
  /** The same for equal content, wherever it came from. */
  readonly digest: string;
  /** In the order of their paths, so that a directory stands before what is in it. */
  readonly entries: readonly Entry[];
}

/** The shape of a tree in a record. */
export const treeShape = z.object({ digest: z.string(), entries: z.array(entryShape) });

/** A tree of these entries; of two with one path the later one counts. Parents that are missing are added. */
export function treeOf(entries: Iterable<Entry>): Tree {
  const byPath = new Map<string, Entry>();
  for (const entry of entries) {
    for (const parent of parentsOf(entry.path)) {
      if (byPath.get(parent)?.kind !== 'directory')
        byPath.set(parent, { kind: 'directory', path: parent, mode: 0o755 });
    }
    if (entry.kind !== 'directory' || byPath.get(entry.path)?.kind !== 'directory')
      removeBelow(byPath, entry);
    byPath.set(entry.path, entry);
  }
  const sorted = [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { digest: digestOf(sorted), entries: sorted };
}

/** A file that takes the place of a directory takes the place of all that was in it. */
function removeBelow(byPath: Map<string, Entry>, entry: Entry): void {
  if (byPath.get(entry.path)?.kind !== 'directory') return;
  for (const path of byPath.keys()) if (path.startsWith(`${entry.path}/`)) byPath.delete(path);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The tree with nothing in it. */
export const emptyTree = treeOf([]);

/**
 * A path as trees have it: relative to the root, without `.` and `..`; the root itself is the empty string.
 * `..` never leads out: it stops at the root, as in a file system.
 */
export function treePath(path: string): string {
  return posix.resolve('/', path).slice(1);
}

/** The entry at a path, or undefined. */
export function entryAt(tree: Tree, path: string): Entry | undefined {
  const wanted = treePath(path);
  return tree.entries.find((entry) => entry.path === wanted);
}

/** The directory at a path, as a tree of its own. Undefined when there is none. */
export function subtree(tree: Tree, path: string): Tree | undefined {
  const root = treePath(path);
  if (root === '') return tree;
  if (entryAt(tree, root)?.kind !== 'directory') return undefined;
  const below = tree.entries.filter((entry) => entry.path.startsWith(`${root}/`));
  return treeOf(below.map((entry) => ({ ...entry, path: entry.path.slice(root.length + 1) })));
}

/** `base` with `added` laid over it at a path. */
export function withTree(base: Tree, path: string, added: Tree): Tree {
  const root = treePath(path);
  const prefix = root === '' ? '' : `${root}/`;
  const moved = added.entries.map((entry) => ({ ...entry, path: prefix + entry.path }));
  const place: Entry[] =
    root === '' || entryAt(base, root) ? [] : [{ kind: 'directory', path: root, mode: 0o755 }];
  return treeOf([...base.entries, ...place, ...moved]);
}

/** `tree` without a path and all below it; the same tree when it is not there. */
export function withoutPath(tree: Tree, path: string): Tree {
  const gone = treePath(path);
  return treeOf(tree.entries.filter((entry) => entry.path !== gone && !entry.path.startsWith(`${gone}/`)));
}

/** The names of what stands directly in the root; directories end in a slash, as Dagger lists them. */
export function namesIn(tree: Tree): string[] {
  return tree.entries
    .filter((entry) => !entry.path.includes('/'))
    .map((entry) => (entry.kind === 'directory' ? `${entry.path}/` : entry.path));
}
