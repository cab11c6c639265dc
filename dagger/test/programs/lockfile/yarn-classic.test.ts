import { expect, test } from 'vitest';
import { readYarnClassic } from '../../../programs/lockfile/yarn-classic.ts';
import { sourceOf } from './source.ts';

const text = `# yarn lockfile v1


"@scope/a@^1.0.0", "@scope/a@^1.1.0":
  version "1.2.0"

is-odd@^3.0.1:
  version "3.0.1"
`;

const shared = {
  version: '1.2.0',
  resolved: 'https://registry.example/@scope/a/-/a-1.2.0.tgz#0123',
  integrity: 'sha512-a',
};

/** What Yarn's own parser makes of a lockfile. */
const object = {
  '@scope/a@^1.0.0': shared,
  '@scope/a@^1.1.0': shared,
  'is-odd@^3.0.1': { version: '3.0.1', integrity: 'sha512-b', dependencies: { '@scope/a': '^1.1.0' } },
  'under@npm:underscore@1.13.0': { version: '1.13.0', integrity: 'sha512-c' },
  'local@file:./local': { version: '1.0.0' },
  'repo@git+https://example.com/a.git': { version: '1.0.0', resolved: 'git+https://example.com/a.git#0123' },
};

const manifests = new Map<string, unknown>([
  [
    '.',
    {
      name: 'proj',
      dependencies: { 'is-odd': '^3.0.1' },
      devDependencies: { under: 'npm:underscore@1.13.0' },
    },
  ],
  ['packages/a', { name: 'a', dependencies: { '@scope/a': '^1.0.0' } }],
]);

const read = () => readYarnClassic(sourceOf({ text, document: { type: 'success', object }, manifests }));

test('descriptors of one entry are one package, with the line of the first', () => {
  expect(read().packages[0]).toEqual({
    location: '@scope/a@^1.0.0',
    name: '@scope/a',
    version: '1.2.0',
    resolved: shared.resolved,
    integrity: 'sha512-a',
    line: 4,
    aliases: ['@scope/a'],
    needs: [],
  });
});

test('each package.json is a project', () => {
  expect(read().projects).toEqual([
    { label: '', needs: ['is-odd@^3.0.1'], developmentNeeds: ['under@npm:underscore@1.13.0'] },
    { label: 'a', needs: ['@scope/a@^1.0.0'], developmentNeeds: [] },
  ]);
});

test('a package needs the entry that its request leads to, whichever descriptor it is', () => {
  expect(read().packages.find(({ name }) => name === 'is-odd')?.needs).toEqual(['@scope/a@^1.0.0']);
});

test('an alias is the package that it asks for', () => {
  expect(read().packages.find(({ name }) => name === 'underscore')).toMatchObject({ aliases: ['under'] });
});

test('a folder is told by what asks for it, a repository by its entry', () => {
  expect(read().packages.find(({ name }) => name === 'local')?.resolved).toBe('file:./local');
  expect(read().packages.find(({ name }) => name === 'repo')?.resolved).toBe(
    'git+https://example.com/a.git#0123',
  );
});

test('Yarn 1 runs every script', () => {
  expect(read().scripts).toEqual({ kind: 'all', names: [] });
});

test.each([['conflict'], ['merge'], [undefined]])('a lockfile that is %s is refused', (type) => {
  expect(() => readYarnClassic(sourceOf({ document: { type, object: {} } }))).toThrow(/merge conflict/);
});
