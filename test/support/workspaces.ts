import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { Greeter } from './greeter.ts';

/** How each manager is told of the workspaces, and of a workspace that another one depends on. */
const own = {
  npm: { file: {}, version: '1.0.0' },
  pnpm: { file: { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' }, version: 'workspace:*' },
  yarn: { file: {}, version: 'workspace:*' },
} as const;

/**
 * A project of two workspaces, without its lockfile: `packages/greet` is tested by vitest, and `packages/twice` by
 * Node's own runner; it depends on the first, and has the only linter. Prettier is the top's.
 */
export function workspaces({
  name,
  version,
}: Pick<ManagerUse, 'version'> & { readonly name: keyof typeof own }): Greeter {
  const project = new Greeter();
  for (const path of [
    'Dockerfile',
    'eslint.config.js',
    'package-lock.json',
    'pipeline.json',
    'src',
    'test',
    'tsconfig.json',
  ])
    project.remove(path);
  const manifest = {
    name: 'workspaces',
    private: true,
    ...(version === undefined ? {} : { packageManager: `${name}@${version}` }),
    workspaces: ['packages/*'],
    scripts: { test: name === 'npm' ? 'npm test --workspaces' : `${name} -r test` },
    devDependencies: { prettier: '3.10.1' },
  };
  const greet = {
    name: '@workspaces/greet',
    version: '1.0.0',
    type: 'module',
    exports: './src/greet.js',
    scripts: { test: 'vitest run' },
    devDependencies: { vite: '8.3.8', vitest: '5.1.1' },
  };
  const twice = {
    name: '@workspaces/twice',
    version: '1.0.0',
    type: 'module',
    scripts: { test: 'node --test' },
    dependencies: { '@workspaces/greet': own[name].version },
    devDependencies: { eslint: '10.15.0' },
  };
  const files = {
    ...own[name].file,
    '.prettierignore': 'pnpm-lock.yaml\npackage-lock.json\nyarn.lock\n',
    '.prettierrc': '{ "singleQuote": true }\n',
    'package.json': json(manifest),
    'packages/greet/package.json': json(greet),
    'packages/greet/src/greet.js': 'export const greet = (name) => `Hello, ${name}!`;\n',
    'packages/greet/test/greet.test.js': `import { expect, test } from 'vitest';
import { greet } from '../src/greet.js';

test('greets', () => expect(greet('Ada')).toBe('Hello, Ada!'));
`,
    'packages/twice/package.json': json(twice),
    'packages/twice/eslint.config.js': "export default [{ rules: { 'no-unused-vars': 'error' } }];\n",
    'packages/twice/src/twice.js': `import { greet } from '@workspaces/greet';

export const twice = (name) => greet(name) + greet(name);
`,
    'packages/twice/test/twice.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twice } from '../src/twice.js';

test('twice', () => assert.equal(twice('A'), 'Hello, A!Hello, A!'));
`,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(project.path(path)), { recursive: true });
    project.write(path, content);
  }
  return project;
}

/** A package.json as Prettier leaves it. */
function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}
`;
}
