// @ts-check
/** What is in the node_modules folders of a project, whatever package manager has filled them. */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @import { Dirent } from 'node:fs'
 */

/**
 * @typedef {{ name?: unknown, version?: unknown, scripts?: Record<string, unknown>, [list: string]: unknown }} Manifest
 */

/** Where pnpm, Bun and Yarn keep the packages that they link to. */
const stores = ['.pnpm', '.bun', '.store'];
/** Scripts that run around an installation, in this order (npm, "scripts", life cycle). */
export const installScripts = ['preinstall', 'install', 'postinstall'];

/**
 * The entries of a folder, in a fixed order; none if there is no such folder.
 * @param {string} folder
 * @returns {Dirent[]}
 */
export function entriesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The manifest of an installed package; undefined if it has none that can be read.
 * @param {string} folder
 * @returns {Manifest | undefined}
 */
export function manifestOf(folder) {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    // A folder without a manifest is no package: who needs it says that it is not installed.
    return undefined;
  }
}

/**
 * Names of the packages in a node_modules folder, links among them.
 * @param {string} modules
 * @returns {string[]}
 */
export function namesIn(modules) {
  return entriesOf(modules)
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? entriesOf(join(modules, name)).map((entry) => `${name}/${entry.name}`) : [name],
    );
}

/**
 * Folders of all installed packages, each once: no links, which lead to another of them or to a workspace.
 * @param {string} modules
 * @returns {Generator<string>}
 */
export function* packagesBelow(modules) {
  for (const name of namesIn(modules)) {
    const folder = join(modules, name);
    if (lstatSync(folder).isSymbolicLink()) continue;
    yield folder;
    yield* packagesBelow(join(folder, 'node_modules'));
  }
  for (const store of stores)
    for (const { name } of entriesOf(join(modules, store)))
      yield* packagesBelow(join(modules, store, name, 'node_modules'));
}

/**
 * Whether a package has something to run when it is installed; npm builds one with a binding.gyp.
 * @param {string} folder
 */
export function hasInstallScript(folder) {
  const scripts = manifestOf(folder)?.scripts ?? {};
  return (
    installScripts.some((name) => typeof scripts[name] === 'string') ||
    existsSync(join(folder, 'binding.gyp'))
  );
}

/**
 * The node_modules folders of a project and of its workspaces.
 * @param {string} folder
 * @returns {string[]}
 */
export function moduleFolders(folder) {
  return entriesOf(folder).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
    const inner = join(folder, entry.name);
    return entry.name === 'node_modules' ? [inner] : moduleFolders(inner);
  });
}

/**
 * The manifests of a project and of the folders in it, which are its workspaces, without those of packages.
 * @param {string} folder
 * @returns {Manifest[]}
 */
export function projectManifests(folder) {
  const own = manifestOf(folder);
  const inner = entriesOf(folder).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  return [
    ...(own === undefined ? [] : [own]),
    ...inner.flatMap(({ name }) => projectManifests(join(folder, name))),
  ];
}
