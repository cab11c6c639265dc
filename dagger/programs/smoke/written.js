// @ts-check
/* Finds the files that a process wrote, by comparing them before and after. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every path below a directory with what changes when it is written, other file systems and mounts apart.
 * @param {string} directory
 * @param {readonly string[]} skip
 * @param {Map<string, string>} found
 */
export function listing(directory, skip, found = new Map()) {
  for (const entry of entriesOf(directory)) {
    const path = join(directory, entry.name);
    if (skip.includes(path)) continue;
    const { size, mtimeMs, ino } = lstatSync(path);
    // A directory's own time tells nothing that its entries do not.
    found.set(path, entry.isDirectory() ? 'directory' : `${size} ${mtimeMs} ${ino}`);
    if (entry.isDirectory()) listing(path, skip, found);
  }
  return found;
}

/**
 * The entries of a directory; none where this user may not read it, which was so before, too.
 * @param {string} directory
 */
function entriesOf(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && isPassedOver(error.code)) return [];
    throw error;
  }
}

/** @param {unknown} code */
const isPassedOver = (code) => code === 'EACCES' || code === 'ENOENT';

/**
 * Paths that are new, changed or gone.
 * @param {ReadonlyMap<string, string>} before
 * @param {ReadonlyMap<string, string>} after
 */
export function difference(before, after) {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
