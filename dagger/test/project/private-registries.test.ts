import { describe, expect, test } from 'vitest';

import {
  buildNpmrc,
  classicNpmrcWith,
  npmrcWith,
  registriesNamed,
  tokenVariables,
  yarnrcWith,
} from '../../src/project/private-registries.ts';

describe('registries that are given the token', () => {
  test.each<[Record<string, string>, string[]]>([
    [{}, []],
    [
      { '.npmrc': 'registry=https://npm.example\n@a:registry = https://a.example/npm/\n' },
      ['https://npm.example/', 'https://a.example/npm/'],
    ],
    [{ '.npmrc': '# registry=https://old.example\n;@a:registry=https://b.example\nsave-exact=true' }, []],
    [
      { '.yarnrc': 'registry "https://npm.example"\n"@a:registry" "https://a.example/"\n' },
      ['https://npm.example/', 'https://a.example/'],
    ],
    [
      { '.yarnrc.yml': 'npmScopes:\n  a:\n    npmRegistryServer: "https://a.example/npm"\n' },
      ['https://a.example/npm/'],
    ],
    [
      {
        'bunfig.toml':
          '[install.scopes]\na = { token = "$T", url = "https://a.example/" }\nb = "https://b.example"\n',
      },
      ['https://a.example/', 'https://b.example/'],
    ],
    [
      { 'pnpm-workspace.yaml': "registries:\n  default: https://npm.example/\n  '@a': https://a.example\n" },
      ['https://npm.example/', 'https://a.example/'],
    ],
  ])('by %j', (texts, registries) => {
    expect(registriesNamed(texts)).toEqual(registries);
  });

  test.each([
    ['http://npm.example/'],
    ['http://8.8.8.8/'],
    ['http://10.evil.example/'],
    ['ftp://npm.example'],
    ['https://${HOST}/'],
    ['npm.example'],
  ])('not %s, where anybody could read it, or nobody knows where it is', (url) => {
    expect(registriesNamed({ '.npmrc': `registry=${url}\n` })).toEqual([]);
  });

  test.each([
    'http://localhost:4873/',
    'http://127.0.0.1:4873/',
    'http://10.1.2.3/',
    'http://172.17.0.1:80/',
    'http://192.168.1.1/',
  ])('but %s, which is in the same network', (url) => {
    expect(registriesNamed({ '.npmrc': `@a:registry=${url}` })).toHaveLength(1);
  });

  test('without a user, a password or a query of the address', () => {
    expect(registriesNamed({ '.npmrc': 'registry=https://me:word@npm.example/a?b#c' })).toEqual([
      'https://npm.example/a/',
    ]);
  });
});

test('the variables in which settings expect the token', () => {
  expect(tokenVariables({})).toEqual(['NPM_TOKEN']);
  const texts = {
    '.npmrc':
      '//npm.pkg.github.com/:_authToken=${NODE_AUTH_TOKEN}\n//a/:_authToken="${A_TOKEN:-}"\n//b/:_authToken=${PATH}\n',
    '.yarnrc.yml': 'npmAuthToken: "${YARN_TOKEN-}"\n',
    'bunfig.toml': 'a = { token = "$BUN_AUTH", url = "https://a" }',
  };
  expect(tokenVariables(texts)).toEqual([
    'NPM_TOKEN',
    'NODE_AUTH_TOKEN',
    'A_TOKEN',
    'YARN_TOKEN',
    'BUN_AUTH',
  ]);
});

test('the settings of a user, for each manager', () => {
  const registries = ['https://npm.example/', 'https://a.example/npm/'];
  expect(npmrcWith(registries, 't')).toBe('//npm.example/:_authToken=t\n//a.example/npm/:_authToken=t\n');
  expect(classicNpmrcWith(['https://npm.example/'], 't')).toBe(
    '//npm.example/:_authToken=t\n//npm.example/:always-auth=true\n',
  );
  expect(yarnrcWith(['https://a.example/npm/'], 't')).toBe(
    'npmRegistries:\n  "//a.example/npm":\n    npmAlwaysAuth: true\n    npmAuthToken: "t"\n',
  );
  expect(yarnrcWith([], 't')).toBe('');
});

test('the settings of a build have the registries as well, and no token that stands in the project', () => {
  const npmrc = '@a:registry=https://a.example\n//a.example/:_authToken=${OLD}\nstrict-ssl=false\n';
  expect(buildNpmrc(npmrc, ['https://a.example/'], 't')).toBe(
    '@a:registry=https://a.example\n//a.example/:_authToken=t\n',
  );
});
