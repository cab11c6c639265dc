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
import { readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { entriesOf, hasInstallScript, manifestOf, namesIn, packagesBelow } from './tree.js';

/**
 * @import { Installed } from '../../src/gates/packages/installed.ts'
 */

const lists = ['dependencies', 'optionalDependencies', 'peerDependencies'];

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
