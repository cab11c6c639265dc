import { describe, expect, test } from 'vitest';

import { factsOf, type ProjectFacts, type Said } from '../../../src/project/facts/facts.ts';
import { managerUse } from '../../../src/project/manager-use.ts';
import { saidOf } from '../../../src/project/place.ts';
import { filesFrom, type MadeUp } from './made-up.ts';

const service: MadeUp = {
  'package.json': {
    packageManager: 'npm@11.0.0',
    scripts: { test: 'vitest run' },
    devDependencies: {
      vitest: '^4.1.0',
      mocha: '^11.0.0',
      nyc: '^17.0.0',
      eslint: '^9.1.0',
      prettier: '^3.0.0',
    },
  },
  'package-lock.json': '{}',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  'eslint.config.js': '',
  'a/package.json': {},
  Dockerfile: 'FROM node:22 AS base\nEXPOSE 3000\nFROM base AS worker\nEXPOSE 4000\nFROM base AS api\n',
  'other.Dockerfile': 'FROM node:24\nARG PORT=1\nEXPOSE $PORT\n',
};

const of = (said: Said): ProjectFacts => factsOf(filesFrom(service), said);

describe('what pipeline.json says of a project counts before what is found', () => {
  test('its package manager, with the lockfile of that one', () => {
    const facts = of({ found: { packages: 'pnpm@9.15.0' } });
    expect(facts.packageManager?.from).toBe('pipeline.json: /found/packages "pnpm@9.15.0"');
    expect(managerUse(facts, ['package-lock.json', 'pnpm-lock.yaml'])).toEqual({
      name: 'pnpm',
      version: '9.15.0',
      lockfile: 'pnpm-lock.yaml',
    });
  });

  test('its package manager without a version, which the lockfile tells', () => {
    expect(of({ found: { packages: 'pnpm' } }).packageManager?.value.version).toMatchObject({ value: '9' });
  });

  test('its workspaces', () => {
    expect(of({}).workspaces).toEqual([]);
    expect(of({ found: { workspaces: ['*'] } }).workspaces).toEqual([
      { value: 'a', from: 'pipeline.json: /found/workspaces "*"' },
    ]);
  });

  test('its tools: of those that are found, version and configuration stay known; others are named', () => {
    const { linters, formatters, typeCheckers } = of({
      found: { lint: ['eslint', 'biome'], format: [], types: ['tsc'] },
    });
    expect(linters).toMatchObject([
      {
        value: { name: 'eslint', version: '^9.1.0', config: 'eslint.config.js' },
        from: 'pipeline.json: /found/lint',
      },
      { value: { name: 'biome', folder: '.', version: undefined }, from: 'pipeline.json: /found/lint' },
    ]);
    expect(formatters).toEqual([]);
    expect(typeCheckers).toMatchObject([{ value: { name: 'tsc' } }]);
  });

  test('its test runner, and with it what measures the coverage', () => {
    const { testRunners, coverage } = of({ found: { test: 'mocha' } });
    expect(testRunners).toEqual([
      {
        value: { name: 'mocha', folder: '.', version: '^11.0.0', major: 11, script: 'test' },
        from: 'pipeline.json: /found/test',
      },
    ]);
    expect(coverage).toMatchObject([{ value: { name: 'nyc', version: '^17.0.0' } }]);
    expect(of({ found: { coverage: 'c8' } }).coverage).toEqual([
      { value: { name: 'c8', folder: '.', version: undefined }, from: 'pipeline.json: /found/coverage' },
    ]);
  });

  test('port and health path', () => {
    const { port, healthPath } = of({ found: { port: 9090, health: '/ready' } });
    expect(port).toEqual({ value: 9090, from: 'pipeline.json: /found/port' });
    expect(healthPath).toEqual({ value: '/ready', from: 'pipeline.json: /found/health' });
  });
});

describe('the Dockerfile that is named', () => {
  const configuration = (found: object, image: object = {}): Parameters<typeof saidOf>[1] => ({
    found,
    image: { timeoutSeconds: 1, args: {}, ...image },
  });

  test('counts with its own port and Node', () => {
    const said = saidOf({ dockerfile: '' }, configuration({ dockerfile: 'other.Dockerfile' }));
    const { dockerfile, port, node } = of(said);
    expect(dockerfile).toEqual({ value: 'other.Dockerfile', from: 'pipeline.json: /found/dockerfile' });
    expect([port?.value, node?.value.major]).toEqual([1, 24]);
  });

  test('by an argument counts before pipeline.json', () => {
    const said = saidOf({ dockerfile: './Dockerfile' }, configuration({ dockerfile: 'other.Dockerfile' }));
    expect(of(said).dockerfile).toEqual({ value: 'Dockerfile', from: '--dockerfile' });
  });

  test('that is not there has no port, and is told', () => {
    const { port, notes } = of({ image: { dockerfile: { value: 'gone', from: '--dockerfile' } } });
    expect(port).toBeUndefined();
    expect(notes).toContain('gone was not read: there is no such file');
  });

  test('is built with the arguments of pipeline.json, and to its target', () => {
    const port = (image: object, dockerfile = ''): number | undefined =>
      of(saidOf({ dockerfile }, configuration({}, image))).port?.value;
    expect(port({ args: { PORT: '8081' } }, 'other.Dockerfile')).toBe(8081);
    expect(port({})).toBe(3000);
    expect(port({ target: 'Base' })).toBe(3000);
    expect(port({ target: '1' })).toBe(3000);
    expect(of(saidOf({ dockerfile: '' }, configuration({}, { target: 'none' }))).notes).toContain(
      'pipeline.json: /image/target: Dockerfile has no stage none, or an empty one; it has base, worker, api',
    );
  });
});
