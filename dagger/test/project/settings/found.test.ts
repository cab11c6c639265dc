import { expect, test } from 'vitest';

import { catalogue } from '../../../src/gates/order.ts';
import { parseConfiguration } from '../../../src/project/read-configuration.ts';
import { UsageError } from '../../../src/verdict/usage-error.ts';

const read = (found: unknown): unknown => parseConfiguration(JSON.stringify({ found }), catalogue).found;

test('each answer of plan can be given by its name', () => {
  const found = {
    packages: 'pnpm@9.15.0',
    workspaces: ['packages/*'],
    lint: ['eslint'],
    format: [],
    types: ['tsc'],
    test: 'mocha',
    coverage: 'nyc',
    dockerfile: 'docker/api.txt',
    port: 3000,
    health: '/ready',
  };
  expect(read(found)).toEqual(found);
  expect(read({})).toEqual({});
});

test('paths and lists are brought into their normal form', () => {
  expect(
    read({ dockerfile: './a/../Dockerfile', health: 'ready', lint: ['biome', 'eslint', 'biome'] }),
  ).toEqual({
    dockerfile: 'Dockerfile',
    health: '/ready',
    lint: ['eslint', 'biome'],
  });
});

test.each([
  [{ packages: 'cargo' }, '/found/packages: expected one of npm, pnpm, yarn, bun'],
  [{ packages: 'pnpm@latest please' }, '/found/packages: expected one of npm'],
  [{ packages: 'pnpm@file:../x' }, '/found/packages: expected one of npm'],
  [{ workspaces: 'packages/*' }, '/found/workspaces: expected a list'],
  [{ lint: ['standard'] }, '/found/lint/0: expected one of eslint, biome, oxlint'],
  [{ test: 'jasmine' }, '/found/test: expected one of vitest'],
  [{ dockerfile: '../Dockerfile' }, '/found/dockerfile: expected a path in the source'],
  [{ port: 80.5 }, '/found/port: expected a whole number'],
  [{ port: 0 }, '/found/port: expected a number from 1 to 65535'],
  [{ health: 'http://a/health' }, '/found/health: expected a path such as /health'],
  [{ ports: 1 }, '/found/ports: expected one of packages'],
  [{ port: null }, '/found/port: expected a number'],
])('%j is refused by its place', (found, message) => {
  expect(() => read(found)).toThrow(UsageError);
  expect(() => read(found)).toThrow(message);
});
