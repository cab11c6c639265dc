import { treeOf, withoutPath, type Entry, type Tree } from './tree.ts';

/** Two states of a directory. */
export interface Sides {
  readonly before: Tree;
  readonly after: Tree;
}

/** The paths that differ, sorted; those of directories end in a slash. */
export interface ChangedPaths {
  readonly added: readonly string[];
  readonly modified: readonly string[];
  /** Without what was in a removed directory. */
  readonly removed: readonly string[];
}

/**
 * Compares two states as Dagger's Changeset does: by what git would store, so that of the permissions only the executable
 * bit counts, and of directories only that they are there.
 */
export function changedPaths(sides: Sides): ChangedPaths {
  const { added, modified, removed } = allChangedPaths(sides);
  const directories = removed.filter(isDirectoryPath);
  const isBelowRemoved = (path: string): boolean =>
    directories.some((directory) => directory !== path && path.startsWith(directory));
  return { added, modified, removed: removed.filter((path) => !isBelowRemoved(path)) };
}

/** Whether no file differs. Directories alone are no change, as in git. */
export function hasNoChanges(sides: Sides): boolean {
  if (sides.before.digest === sides.after.digest) return true;
  const { added, modified, removed } = allChangedPaths(sides);
  return [...added, ...modified, ...removed].every(isDirectoryPath);
}

/** The added and modified files, with the directories that they lie in. */
export function layerOf(sides: Sides): Tree {
  const { added, modified } = changedPaths(sides);
  const changed = new Set([...added, ...modified].map(withoutSlash));
  const parents = new Set([...changed].flatMap(parentsOf));
  return treeOf(
    sides.after.entries.filter(
      ({ kind, path }) => changed.has(path) || (kind === 'directory' && parents.has(path)),
    ),
  );
}

/** A tree with the changes applied to it: what they removed is gone from it, what they added or modified lies over it. */
export function withChanges(tree: Tree, sides: Sides): Tree {
  const kept = changedPaths(sides).removed.reduce(
    (left, path) => withoutPath(left, withoutSlash(path)),
    tree,
  );
  return treeOf([...kept.entries, ...layerOf(sides).entries]);
}

function allChangedPaths({ before, after }: Sides): ChangedPaths {
  const old = new Map(before.entries.map((entry) => [entry.path, entry]));
  const now = new Map(after.entries.map((entry) => [entry.path, entry]));
  const staysAs = (entry: Entry, other: Entry | undefined): boolean =>
    other !== undefined && (entry.kind === 'directory') === (other.kind === 'directory');
  const added = after.entries.filter((entry) => !staysAs(entry, old.get(entry.path)));
  const removed = before.entries.filter((entry) => !staysAs(entry, now.get(entry.path)));
  const modified = after.entries.filter((entry) => {
    const previous = old.get(entry.path);
    return previous !== undefined && staysAs(entry, previous) && differs(previous, entry);
  });
  return { added: labels(added), modified: labels(modified), removed: labels(removed) };
}

/** Whether git would store two entries of one path differently; both are directories, or neither is. */
function differs(before: Entry, after: Entry): boolean {
  if (before.kind === 'file' && after.kind === 'file')
    return before.digest !== after.digest || isExecutable(before) !== isExecutable(after);
  if (before.kind === 'link' && after.kind === 'link') return before.target !== after.target;
  return before.kind !== after.kind;
}

function isExecutable({ mode }: { readonly mode: number }): boolean {
  return (mode & 0o111) !== 0;
}

function labels(entries: readonly Entry[]): string[] {
  return entries.map(({ kind, path }) => (kind === 'directory' ? `${path}/` : path)).sort();
}

function isDirectoryPath(path: string): boolean {
  return path.endsWith('/');
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
