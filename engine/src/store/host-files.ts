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
import { dirname, join } from 'node:path';
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

/**
 * Writes a tree to a directory of this machine, which is made when it is not there.
 *
 * @param wipe Whether what stands there and is not in the tree is removed; false by default.
 */
export function writeHostDirectory(
  store: ContentStore,
  tree: Tree,
  folder: string,
  { wipe = false } = {},
): void {
  if (wipe) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of tree.entries) {
    const place = join(folder, entry.path);
    if (entry.kind === 'directory') {
      mkdirSync(place, { recursive: true });
    } else if (entry.kind === 'link') {
      rmSync(place, { recursive: true, force: true });
      symlinkSync(entry.target, place);
    } else {
      writeHostFile(store, entry, place);
    }
  }
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
