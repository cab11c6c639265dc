import ignoring from '@balena/dockerignore';
import picomatch from 'picomatch';
import { treeOf, type Tree } from './tree.ts';

/** Which paths to take, in the patterns of a .dockerignore file, as Dagger has them. */
export interface PathFilter {
  /** Only paths that match one of these, or lie below one; all when empty or absent. */
  readonly include?: readonly string[] | undefined;
  /** Never paths that match one of these, or lie below one; `!` takes back. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * A test of single paths by a filter.
 *
 * @returns A function that says of a relative path whether it is taken.
 */
export function pathTest({ include = [], exclude = [] }: PathFilter): (path: string) => boolean {
  const included = include.length > 0 ? ignoring.default({ ignorecase: false }).add([...include]) : undefined;
  const excluded = exclude.length > 0 ? ignoring.default({ ignorecase: false }).add([...exclude]) : undefined;
  return (path) => (included?.ignores(path) ?? true) && !(excluded?.ignores(path) ?? false);
}

/** Whether a filter can be asked of a directory alone: without `!` nothing below an excluded directory comes back. */
export function prunes({ exclude = [] }: PathFilter): boolean {
  return !exclude.some((pattern) => pattern.startsWith('!'));
}

/** The part of a tree that a filter takes. Directories stay where something in them does, or where they match. */
export function filterTree(tree: Tree, filter: PathFilter): Tree {
  const takes = pathTest(filter);
  return treeOf(tree.entries.filter((entry) => takes(entry.path)));
}

/** The paths of a tree that match a glob pattern (`*`, `**`, `?`, `[a-z]`, `{a,b}`); directories end in a slash. */
export function globTree(tree: Tree, pattern: string): string[] {
  const matches = picomatch(pattern, { dot: true });
  return tree.entries
    .filter((entry) => matches(entry.path))
    .map((entry) => (entry.kind === 'directory' ? `${entry.path}/` : entry.path));
}
