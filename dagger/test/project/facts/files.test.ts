import { expect, test } from 'vitest';

import {
  factFiles,
  isDockerfile,
  isEnvironmentExample,
  mostFactFiles,
} from '../../../src/project/facts/files.ts';

test('the files that answer are read, and no others', () => {
  const read = [
    'package.json',
    'a/package.json',
    '.nvmrc',
    'pnpm-lock.yaml',
    'Dockerfile',
    'a/.env.example',
    'biome.json',
  ];
  const others = [
    '.env',
    '.env.local',
    'package-lock.json',
    'a/.nvmrc',
    'bun.lockb',
    'src/main.ts',
    'a/yarn.lock',
  ];
  expect(factFiles([...others, ...read]).sort()).toEqual([...read].sort());
});

test('there are never more files to read than the bound, and those at the top come first', () => {
  const deep = Array.from({ length: 5000 }, (_, index) => `a/b/c/${String(index)}/package.json`);
  const images = Array.from({ length: 500 }, (_, index) => `images/${String(index)}/Dockerfile`);
  const found = factFiles([
    ...deep,
    ...images,
    'x/package.json',
    'package.json',
    'Dockerfile',
    '.env.example',
  ]);
  expect(found.length).toBeLessThanOrEqual(mostFactFiles);
  expect(found.slice(0, 2)).toEqual(['package.json', 'x/package.json']);
  expect(found).toContain('Dockerfile');
  expect(found).toContain('.env.example');
});

test.each([
  'Dockerfile',
  'a/Dockerfile',
  'Dockerfile.api',
  'api.Dockerfile',
  'api.dockerfile',
  'Containerfile',
  'dockerfile',
])('%s is a Dockerfile', (path) => {
  expect(isDockerfile(path)).toBe(true);
});

test.each([
  '.dockerignore',
  'Dockerfile.dockerignore',
  'src/dockerfile.ts',
  'a/Dockerfile/x',
  '.devcontainer/Dockerfile',
])('%s is none', (path) => {
  expect(isDockerfile(path)).toBe(false);
});

test.each([
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  'env.example',
  '.env.local.example',
  'a/.env-example',
  'example.env',
])('%s is an example of an environment', (path) => {
  expect(isEnvironmentExample(path)).toBe(true);
});

test.each(['.env', '.env.local', '.env.production', '.env.test', 'environment.ts', 'my.env'])(
  '%s may have secrets, or is something else',
  (path) => {
    expect(isEnvironmentExample(path)).toBe(false);
  },
);
