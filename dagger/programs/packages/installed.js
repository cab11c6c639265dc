// @ts-check
/**
 * Prints, as JSON, what is installed for a project: versions of the packages that it finds, in its own node_modules or
 * those of folders above it, packages with an install script, and the digest of the compiler. It runs no code of the project.
 *
 * Usage: node installed.js ROOT [FOLDER]
 * ROOT is where the packages are installed, FOLDER the path of the project in it.
 */
/* global Buffer, process */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * @import { Dirent } from 'node:fs'
 * @import { Installed } from '../../src/gates/packages/installed.ts'
 */

/**
 * @typedef {{ name?: unknown, version?: unknown, scripts?: Record<string, unknown>, [list: string]: unknown }} Manifest
 */

/** Where pnpm, Bun and Yarn keep the packages that they link to. */
const stores = ['.pnpm', '.bun', '.store'];
const installScripts = ['preinstall', 'install', 'postinstall'];
const lists = ['dependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * The entries of a folder, in a fixed order; none if there is no such folder.
 * @param {string} folder
 * @returns {Dirent[]}
 */
function entriesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * The manifest of an installed package; undefined if it has none that can be read.
 * @param {string} folder
 * @returns {Manifest | undefined}
 */
function manifestOf(folder) {
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
function namesIn(modules) {
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
function* packagesBelow(modules) {
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

/** @param {string} folder */
function hasInstallScript(folder) {
  const scripts = manifestOf(folder)?.scripts ?? {};
  return (
    installScripts.some((name) => typeof scripts[name] === 'string') ||
    existsSync(join(folder, 'binding.gyp'))
  );
}

/**
 * A digest over all files of a folder; null if there is anything else in it, such as a link.
 * @param {string} folder
 * @returns {string | null}
 */
function digestOf(folder) {
  const hash = createHash('sha256');
  /** @type {(path: string) => boolean} */
  const add = (path) =>
    entriesOf(join(folder, path)).every((entry) => {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return add(inner);
      if (!entry.isFile()) return false;
      const content = readFileSync(join(folder, inner));
      // Lengths keep two different trees from giving the same text.
      hash.update(`${String(Buffer.byteLength(inner))}:${inner}${String(content.length)}:`).update(content);
      return true;
    });
  return add('') ? hash.digest('hex') : null;
}

/**
 * The digest of the installed compiler; null if its own files do not determine what it does: it is linked to the
 * sources, or needs other packages.
 * @param {string} modules
 */
function compilerIn(modules) {
  const link = join(modules, 'typescript');
  const manifest = manifestOf(link);
  if (manifest === undefined) return null;
  const isInstalled = realpathSync(link).startsWith(`${realpathSync(modules)}/`);
  const needsOthers = lists.some((list) => Object.keys(Object(manifest[list])).length > 0);
  return isInstalled && !needsOthers ? digestOf(realpathSync(link)) : null;
}

/**
 * Paths of the folders in which Node looks for the packages of a folder, as seen from there, the nearest first.
 * @param {string} folder
 */
function lookedIn(folder) {
  const depth = folder === '.' ? 0 : folder.split('/').length;
  return Array.from({ length: depth + 1 }, (_, steps) => `${'../'.repeat(steps)}node_modules`);
}

/**
 * The node_modules folder that a package really is in, which managers link to, as seen from the project; undefined for a
 * link to the sources.
 * @param {string} project
 * @param {string} modules
 * @param {string} name
 */
function placeOf(project, modules, name) {
  const real = realpathSync(join(modules, name));
  const place = real.slice(0, -name.length - 1);
  return real.endsWith(`/node_modules/${name}`) ? relative(realpathSync(project), place) : undefined;
}

const [, , root = '', folder = '.'] = process.argv;
const project = join(root, folder);
const modules = lookedIn(folder).map((place) => join(project, place));
/** @type {Map<string, { version: string, modules: string }>} */
const found = new Map();
for (const one of modules)
  for (const name of namesIn(one)) {
    const version = manifestOf(join(one, name))?.version;
    if (typeof version === 'string' && !found.has(name)) found.set(name, { version, modules: one });
  }
const places = [...found].flatMap(([name, { modules: one }]) => {
  const place = placeOf(project, one, name);
  return place === undefined || place === 'node_modules' ? [] : [[name, place]];
});
const scripted = modules.flatMap((one) => [...packagesBelow(one)]).filter(hasInstallScript);
/** @type {Installed} */
const installed = {
  versions: Object.fromEntries([...found].map(([name, { version }]) => [name, version])),
  places: Object.fromEntries(places),
  scripted: [...new Set(scripted.map((path) => path.split('node_modules/').pop() ?? path))].sort(),
  compiler: compilerIn(found.get('typescript')?.modules ?? join(project, 'node_modules')),
};
process.stdout.write(JSON.stringify(installed));
