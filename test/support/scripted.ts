import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import type { Greeter } from './greeter.ts';
import { packageArchive } from './package-archive.ts';
import { testedBy, uses } from './tested-by.ts';

/** The package whose script makes what the project needs. */
export const scriptedName = 'native-word';

/** Complains as packages do whose binding is not there. */
const loader = `const { existsSync } = require('node:fs');
const { join } = require('node:path');
const binding = join(__dirname, 'build', 'word.node');
if (!existsSync(binding)) throw new Error('Could not locate the bindings file. Tried:\\n → ' + binding);
module.exports = require('node:fs').readFileSync(binding, 'utf8');
`;

const greet = `const word = require('native-word');
exports.greet = (name) => (name === '' ? word + '!' : word + ', ' + name + '!');
`;

/**
 * A project of a package manager, tested by node:test, with a package that must run its install script before a test can
 * pass.
 * @param script what that script runs; the usual one makes the binding
 */
export function scriptedProject(
  { name, version }: ManagerUse,
  script = 'node install.js',
  more: object = {},
): Greeter {
  const manifest = { name: scriptedName, version: '1.0.0', main: 'index.js', scripts: { install: script } };
  const make =
    "require('node:fs').mkdirSync('build'); require('node:fs').writeFileSync('build/word.node', 'Hello');";
  const { bytes } = packageArchive(manifest, { 'index.js': loader, 'install.js': make });
  const project = testedBy(uses['node:test']).write('native-word-1.0.0.tgz', bytes);
  return project
    .write(
      'package.json',
      JSON.stringify({
        name: 'scripted',
        private: true,
        ...(version === undefined ? {} : { packageManager: `${name}@${version}` }),
        scripts: { test: uses['node:test'].script },
        dependencies: { [scriptedName]: 'file:./native-word-1.0.0.tgz' },
        ...more,
      }),
    )
    .write('src/greet.js', greet);
}
