// @ts-check
/* Lists the files of a source, for the programs that search it. Runs in any Node, as the type check of a project does. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} name */
const isLeftOut = (name) => name === 'node_modules' || name === '.git';

/**
 * Paths of all files below a folder, relative to it: no links, and nothing of what is installed or of git's.
 * @param {string} root
 * @param {string} [folder] where to begin, relative to the root; default the root itself
 * @returns {Generator<string>}
 */
export function* filesBelow(root, folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !isLeftOut(entry.name)) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}
