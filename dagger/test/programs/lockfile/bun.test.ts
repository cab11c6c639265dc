import { describe, expect, test } from 'vitest';
import { readBun } from '../../../programs/lockfile/bun.ts';
import type { Source } from '../../../programs/lockfile/source.ts';
import { sourceOf, yamlSource } from './source.ts';

const text = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "proj",
      "dependencies": { "lodash": "4.17.20", "under": "npm:underscore@1.13.0", },
    },
    "packages/a": {
      "name": "a",
      "devDependencies": { "is-odd": "^3.0.1", },
    },
  },
  "packages": {
    "@scope/x": ["@scope/x@1.0.0", "https://npm.example/@scope/x/-/x-1.0.0.tgz", { "os": "darwin" }, "sha512-x"],

    "a": ["a@workspace:packages/a"],

    "lodash": ["lodash@4.17.20", "", { "dependencies": { "@scope/x": "1", "is-odd": "2" } }, "sha512-lodash"],

    "under": ["underscore@1.13.0", "", {}, "sha512-underscore"],

    "is-odd": ["is-odd@2.0.0", "", {}, "sha512-2"],

    "a/is-odd": ["is-odd@3.0.1", "", {}, "sha512-3"],

    "repo": ["repo@git+https://example.com/a.git#0123", {}, "0123"],

    "hub": ["hub@github:a/b#0123", {}, "a-b-0123"],

    "tar": ["tar@https://example.com/t.tgz", {}, "sha512-t"],
  }
}
`;

const packageAt = (source: string, location: string) =>
  readBun(yamlSource(source)).packages.find((one) => one.location === location);

test('workspaces are projects, and what they ask for is found below them first', () => {
  expect(readBun(yamlSource(text)).projects).toEqual([
    { label: '', needs: ['lodash', 'under'], developmentNeeds: [] },
    { label: 'a', needs: [], developmentNeeds: ['a/is-odd'] },
  ]);
});

test('a package has its integrity, its line, and what it needs', () => {
  expect(packageAt(text, 'lodash')).toEqual({
    location: 'lodash',
    name: 'lodash',
    version: '4.17.20',
    integrity: 'sha512-lodash',
    line: 18,
    optional: false,
    os: [],
    needs: ['@scope/x', 'is-odd'],
  });
  expect(packageAt(text, 'a')).toBeUndefined();
});

test('an alias is one only where somebody asks for it', () => {
  expect(packageAt(text, 'under')).toMatchObject({ name: 'underscore', aliases: ['under'] });
  const forged = text.replace('npm:underscore@1.13.0', '^1.0.0');
  expect(packageAt(forged, 'under')).toMatchObject({ name: 'underscore', standsAs: 'under' });
});

test.each([
  ['@scope/x', 'https://npm.example/@scope/x/-/x-1.0.0.tgz'],
  ['repo', 'git+https://example.com/a.git#0123'],
  ['hub', 'github:a/b#0123'],
  ['tar', 'https://example.com/t.tgz'],
  ['lodash', undefined],
])('%s comes from %s', (location, resolved) => {
  expect(packageAt(text, location)?.resolved).toBe(resolved);
});

test('a binary lockfile is what Bun prints of it, without its workspaces', () => {
  const object = {
    'a@packages/a': { version: 'workspace:packages/a', resolved: 'workspace:packages/a' },
    'lodash@4.17.20': { version: '4.17.20', integrity: 'sha512-l' },
  };
  const { packages, scripts } = readBun(
    sourceOf({ document: { type: 'success', object }, defaults: ' - esbuild\n' }),
  );
  expect(packages.map(({ name }) => name)).toEqual(['lodash']);
  expect(scripts).toEqual({ kind: 'only', names: ['esbuild'] });
});

describe('whose scripts Bun runs', () => {
  const defaults = 'Default trusted dependencies (2):\n - @airbnb/node-memwatch\n - esbuild\n';

  test.each<[string, Partial<Source>, string[]]>([
    ['those of its own list', {}, ['@airbnb/node-memwatch', 'esbuild']],
    ['those that the project trusts', { manifests: new Map([['.', { trustedDependencies: ['x'] }]]) }, ['x']],
    ['none, if the project trusts none', { manifests: new Map([['.', { trustedDependencies: [] }]]) }, []],
  ])('%s', (_what, more, names) => {
    expect(readBun(yamlSource(text, { defaults, ...more })).scripts).toEqual({ kind: 'only', names });
  });
});

test.each([
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['nothing', ''],
])('%s is refused', (_what, source) => {
  expect(() => readBun(yamlSource(source))).toThrow(/expected a bun\.lock/);
});
