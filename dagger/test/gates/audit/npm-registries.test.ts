import { expect, test } from 'vitest';
import { parseNpmRegistries } from '../../../src/gates/audit/npm-registries.ts';

test("npm's registry and those of scopes are the ones in use", () => {
  const settings = {
    registry: 'https://registry.example/',
    '@team:registry': 'https://npm.example/team/',
    'replace-registry-host': 'npmjs',
    registries: 'https://other.example/',
  };
  expect(parseNpmRegistries(JSON.stringify(settings))).toEqual([
    'https://registry.example/',
    'https://npm.example/team/',
  ]);
});

test('an unencrypted one is none that a project has by default', () => {
  expect(parseNpmRegistries('{"registry": "http://registry.example/"}')).toEqual([]);
});

test.each(['', 'npm error', '[]', 'null', '{}', '{"registry": 1}'])(
  'settings that name none, %j, are no settings',
  (text) => {
    expect(parseNpmRegistries(text)).toBeUndefined();
  },
);
