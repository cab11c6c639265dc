import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import type { Greeter } from './greeter.ts';
import { packageArchive } from './package-archive.ts';
import { testedBy, uses } from './tested-by.ts';

/** A private package. Its install script fails where it sees a token. */
export const privateWord = packageArchive(
  { name: '@team/word', version: '1.0.0', main: 'index.js', scripts: { install: 'node look.js' } } as const,
  {
    'index.js': "module.exports = 'Hello';\n",
    'look.js': `const { existsSync, readFileSync } = require('node:fs');
const settings = ['/root/.npmrc', '/root/.yarnrc.yml'].filter(existsSync).map((path) => readFileSync(path, 'utf8'));
if (settings.join('') !== '' || 'NPM_TOKEN' in process.env) throw new Error('an install script sees the token');
`,
  },
);

/**
 * A project that needs the private package. Its tests search what is installed for the token, which stands in them
 * backwards.
 * @param registry where the package is
 */
export function privateProject({ name, version }: ManagerUse, registry: string, token: string): Greeter {
  const manifest = {
    name: 'private-greeter',
    private: true,
    ...(version === undefined ? {} : { packageManager: `${name}@${version}` }),
    scripts: { test: uses['node:test'].script },
    dependencies: { '@team/word': '1.0.0' },
  };
  const project = testedBy(uses['node:test'])
    .write('package.json', JSON.stringify(manifest))
    .write('.npmrc', `@team:registry=${registry}\n`)
    .write('src/greet.js', greet)
    .write('test/secret.test.js', searching([...token].reverse().join('')))
    .write(
      'pipeline.json',
      // Root alone may look into every folder for the token.
      JSON.stringify({ gates: ['test'], audit: { installScripts: ['@team/word'] }, test: { user: 'root' } }),
    );
  if (name !== 'yarn') return project;
  const { hostname } = new URL(registry);
  return project.write(
    '.yarnrc.yml',
    `nodeLinker: node-modules\nunsafeHttpWhitelist: ["${hostname}"]\nnpmScopes:\n  team:\n    npmRegistryServer: "${registry}"\n`,
  );
}

const greet = `const word = require('@team/word');
exports.greet = (name) => (name === '' ? word + '!' : word + ', ' + name + '!');
`;

const searching = (backwards: string): string => `const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { equal } = require('node:assert/strict');
const { it } = require('node:test');
const token = [...'${backwards}'].reverse().join('');
it('nothing that is installed has the token', () => {
  equal(process.env.NPM_TOKEN, undefined);
  equal(Object.values(process.env).join().includes(token), false);
  for (const folder of ['/root', '/tmp', '/src']) {
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      if (file.isFile() && readFileSync(path).includes(token)) throw new Error(path + ' has the token');
    }
  }
});
`;
