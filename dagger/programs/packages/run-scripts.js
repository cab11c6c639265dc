// @ts-check
/**
 * Runs the install scripts of the packages that may run one, and prints as JSON how each ended. The packages are installed
 * already, without scripts, by whatever manager. It ends with 1 if a script failed of a package that is not optional.
 *
 * Usage: node run-scripts.js SETTINGS, which is JSON of `ScriptSettings`
 */
/* global process */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import {
  hasInstallScript,
  installScripts,
  manifestOf,
  moduleFolders,
  packagesBelow,
  projectManifests,
} from './tree.js';

/**
 * @import { Manifest } from './tree.js'
 * @import { ScriptRun, ScriptSettings } from '../../src/gates/packages/script-runs.ts'
 */

/** @typedef {{ folder: string, name: string, version: string, manifest: Manifest }} Package */

/** Longest end of an output that is told, in UTF-16 code units. */
const longest = 6000;

/** @type {ScriptSettings} */
const { folder, names, agent } = JSON.parse(process.argv[2] ?? '');

/** @type {Package[]} */
const all = moduleFolders(folder)
  .flatMap((modules) => [...packagesBelow(modules)])
  .flatMap((place) => {
    const manifest = manifestOf(place);
    if (manifest === undefined) return [];
    return [{ folder: place, manifest, name: String(manifest.name), version: String(manifest.version) }];
  });

/**
 * @param {Manifest | undefined} manifest
 * @param {string[]} lists
 */
function asked(manifest, ...lists) {
  return lists.flatMap((list) => Object.keys(Object(manifest?.[list])));
}

/**
 * Packages that somebody cannot do without: npm and others go on where the script of another one fails. A dependency that
 * is in both lists is optional (npm, package.json, "optionalDependencies").
 */
const needed = new Set(
  [
    ...projectManifests(folder).map((manifest) => ({ manifest, lists: ['dependencies', 'devDependencies'] })),
    ...all.map(({ manifest }) => ({ manifest, lists: ['dependencies'] })),
  ].flatMap(({ manifest, lists }) => {
    const optional = new Set(asked(manifest, 'optionalDependencies'));
    return asked(manifest, ...lists).filter((name) => !optional.has(name));
  }),
);

/**
 * Packages behind those that they depend on, as far as these have a script, too.
 * @param {Package[]} packages
 */
function inOrder(packages) {
  const byName = new Map(packages.map((one) => [one.name, one]));
  /** @type {Set<Package>} */
  const found = new Set();
  /** @type {(one: Package, above: readonly Package[]) => void} */
  const add = (one, above) => {
    if (found.has(one) || above.includes(one)) return;
    for (const name of asked(one.manifest, 'dependencies', 'optionalDependencies')) {
      const other = byName.get(name);
      if (other !== undefined) add(other, [...above, one]);
    }
    found.add(one);
  };
  for (const one of packages) add(one, []);
  return [...found];
}

const npm = join(dirname(process.execPath), '../lib/node_modules/npm');
const nodeGyp = join(npm, 'node_modules/node-gyp/bin/node-gyp.js');

/**
 * Folders of programs that a script finds: those of the packages around it, npm's node-gyp, and the PATH.
 * @param {string} place
 */
function pathFrom(place) {
  const parts = place.split('/');
  const above = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const folders = above.filter((one) => one !== '' && !one.endsWith('/node_modules'));
  return [
    ...folders.map((one) => `${one}/node_modules/.bin`),
    join(npm, 'node_modules/@npmcli/run-script/lib/node-gyp-bin'),
    process.env.PATH ?? '',
  ].join(delimiter);
}

/**
 * Runs the scripts of a package until one fails, in an environment as npm gives it (npm, "scripts", environment).
 * @param {Package} one
 * @returns {ScriptRun}
 */
function run({ folder: place, name, version, manifest }) {
  const scripts = Object(manifest.scripts);
  const builds = existsSync(join(place, 'binding.gyp')) && !('install' in scripts || 'preinstall' in scripts);
  const commands = installScripts.flatMap((event) => {
    const script = event === 'install' && builds ? 'node-gyp rebuild' : scripts[event];
    return typeof script === 'string' ? [{ event, script }] : [];
  });
  const optional = !needed.has(name);
  for (const { event, script } of commands) {
    process.stderr.write(`${name}@${version} ${event}: ${script}\n`);
    const { status, signal, stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: place,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: pathFrom(place),
        INIT_CWD: folder,
        npm_command: 'rebuild',
        npm_execpath: join(npm, 'bin/npm-cli.js'),
        npm_node_execpath: process.execPath,
        npm_config_node_gyp: nodeGyp,
        npm_config_user_agent: `${agent} node/${process.version} ${process.platform} ${process.arch}`,
        npm_lifecycle_event: event,
        npm_lifecycle_script: script,
        npm_package_name: name,
        npm_package_version: version,
        npm_package_json: join(place, 'package.json'),
      },
    });
    const output = `${stdout ?? ''}\n${stderr ?? ''}`.trim();
    process.stderr.write(`${output}\n`);
    if (status === 0) continue;
    const end = signal === null ? `code ${String(status)}` : String(signal);
    return { name, version, optional, failed: { event, script, end, output: output.slice(-longest) } };
  }
  return { name, version, optional };
}

const wanted = new Set(names);
const chosen = all.filter((one) => wanted.has(one.name) && hasInstallScript(one.folder));
const runs = inOrder(chosen).map(run);
process.stdout.write(JSON.stringify(runs));
process.exitCode = runs.some(({ failed, optional }) => failed !== undefined && !optional) ? 1 : 0;
