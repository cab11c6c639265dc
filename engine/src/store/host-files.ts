import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  copyFileSync,
} from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { ContentStore } from './content.ts';
import { pathTest, prunes, type PathFilter } from './patterns.ts';
import { treeOf, type Entry, type Tree } from './tree.ts';

/**
 * Takes a directory of this machine into the store.
 *
 * @param folder Absolute path of an existing directory.
 * @param filter Which paths to take; an excluded directory is not entered.
 * @returns Its content at this moment. Sockets, pipes and devices are left out, as Dagger does.
 */
export function readHostDirectory(store: ContentStore, folder: string, filter: PathFilter = {}): Tree {
  const takes = pathTest(filter);
  const entersExcluded = !prunes(filter);
  const isExcluded = pathTest({ exclude: filter.exclude });
  const entries: Entry[] = [];
  const visit = (relative: string): void => {
    for (const name of readdirSync(join(folder, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const entry = readEntry(store, folder, path, takes);
      if (entry && takes(path)) entries.push(entry);
      if (entry?.kind === 'directory' && (entersExcluded || isExcluded(path))) visit(path);
    }
  };
  visit('');
  return treeOf(entries);
}

function readEntry(
  store: ContentStore,
  folder: string,
  path: string,
  takes: (path: string) => boolean,
): Entry | undefined {
  const place = join(folder, path);
  const stat = lstatSync(place);
  if (stat.isDirectory()) return { kind: 'directory', path, mode: stat.mode & 0o777 };
  if (stat.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(place) };
  if (!stat.isFile() || !takes(path)) return undefined;
  return { kind: 'file', path, mode: stat.mode & 0o777, ...store.put(readFileSync(place)) };
}

/** Options of {@link writeHostDirectory}. */
export interface WriteOptions {
  /** Whether what stands there and is not in the tree is removed. Default false. */
  readonly wipe?: boolean;
  /** Whether links are written that lead out of the directory. Default false. */
  readonly withLeavingLinks?: boolean;
}

/**
 * Writes a tree to a directory of this machine, which is made when it is not there. A link that stands in the way of a
 * folder or a file is replaced, never gone through.
 *
 * @returns Paths of links that lead out of the directory, which are left out.
 */
export function writeHostDirectory(
  store: ContentStore,
  tree: Tree,
  folder: string,
  { wipe = false, withLeavingLinks = false }: WriteOptions = {},
): string[] {
  if (wipe) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const left: string[] = [];
  for (const entry of tree.entries) {
    const place = join(folder, entry.path);
    makeFolder(folder, entry.kind === 'directory' ? entry.path : dirname(entry.path));
    if (entry.kind === 'file') {
      if (isFolder(place)) rmSync(place, { recursive: true });
      writeHostFile(store, entry, place);
    } else if (entry.kind === 'link') {
      rmSync(place, { recursive: true, force: true });
      if (withLeavingLinks || !leadsOut(entry)) symlinkSync(entry.target, place);
      else left.push(entry.path);
    }
  }
  return left;
}

/** Makes the folders of a path below another folder; what stands in the way and is no folder itself is removed. */
function makeFolder(folder: string, path: string): void {
  let place = folder;
  for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
    place = join(place, name);
    if (isFolder(place)) continue;
    rmSync(place, { force: true });
    mkdirSync(place);
  }
}

function isFolder(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a link leads out of the tree that it stands in, by its own words. */
export function leadsOut({ path, target }: { readonly path: string; readonly target: string }): boolean {
  return target.startsWith('/') || normalize(join(dirname(path), target)).split('/')[0] === '..';
}

/** Writes one stored content to a file of this machine; its folder is made when it is not there. */
export function writeHostFile(
  store: ContentStore,
  file: { digest: string; mode: number },
  place: string,
): void {
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { force: true });
  copyFileSync(store.path(file.digest), place);
  chmodSync(place, file.mode);
}
