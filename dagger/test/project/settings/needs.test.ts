import { describe, expect, test } from 'vitest';

import { catalogue } from '../../../src/gates/order.ts';
import type { Configuration } from '../../../src/project/configuration.ts';
import { parseConfiguration } from '../../../src/project/read-configuration.ts';
import { knownService, knownServices } from '../../../src/project/settings/known-services.ts';

const read = (file: object): Configuration => parseConfiguration(JSON.stringify(file), catalogue);

describe('env', () => {
  test('is names and texts, empty ones too', () => {
    const env = {
      DATABASE_URL: 'postgres://test:test@db:5432/test',
      _empty: '',
      NODE_OPTIONS: '--no-warnings',
    };
    expect(read({ env }).env).toEqual(env);
  });

  test('__proto__ is a name like any other', () => {
    const { env } = parseConfiguration('{"env": {"__proto__": "x"}}', catalogue);
    expect(Object.entries(env)).toEqual([['__proto__', 'x']]);
  });

  test.each([
    [{ '1ST': 'x' }, '/env/1ST: expected a name of letters, digits and _'],
    [{ 'A B': 'x' }, '/env/A B: expected a name'],
    [{ PORT: 3000 }, '/env/PORT: expected a text, got 3000'],
    [{ A: 'a\0b' }, '/env/A: expected a text without the character 0'],
    [{ PATH: '/bin' }, '/env/PATH: expected another variable: this one decides which programs run'],
    [{ LD_PRELOAD: 'x.so' }, '/env/LD_PRELOAD: expected another variable: this one decides'],
    [{ CI: 'false' }, '/env/CI: expected another variable: the pipeline sets this one'],
    [{ HOME: '/x' }, '/env/HOME: expected another variable: the pipeline sets this one'],
  ])('%j is refused', (env, message) => {
    expect(() => read({ env })).toThrow(`pipeline.json: ${message}`);
  });

  test('what another setting sets is refused only with that setting', () => {
    const env = { DOCKER_HOST: 'tcp://mine:2375', TEST_DATABASE_URL: 'x' };
    expect(read({ env }).env).toEqual(env);
    expect(() => read({ env, docker: true })).toThrow(
      '/env/DOCKER_HOST: expected another variable: /docker sets this one',
    );
    expect(() => read({ env, test: { postgres: true } })).toThrow(
      '/env/TEST_DATABASE_URL: expected another variable: /test/postgres',
    );
  });
});

describe('services', () => {
  test('a short name is enough', () => {
    expect(read({ services: { db: { image: 'postgres' } } }).services).toEqual({
      db: {
        image: 'postgres:17',
        port: 5432,
        env: { POSTGRES_USER: 'test', POSTGRES_PASSWORD: 'test', POSTGRES_DB: 'test' },
        arguments: [],
      },
    });
  });

  test('an image of a known repository has its port and variables, which the file outweighs', () => {
    const db = {
      image: 'docker.io/pgvector/pgvector:pg17',
      port: 6000,
      env: { POSTGRES_DB: 'app', LANG: 'C' },
    };
    expect(read({ services: { db } }).services['db']).toEqual({
      image: 'docker.io/pgvector/pgvector:pg17',
      port: 6000,
      env: { POSTGRES_USER: 'test', POSTGRES_PASSWORD: 'test', POSTGRES_DB: 'app', LANG: 'C' },
      arguments: [],
    });
  });

  test('any other image has what the file says', () => {
    const search = {
      image: 'registry.example:5000/search/engine:8.1',
      port: 9200,
      ready: '/_health?a=b',
      arguments: ['-x'],
    };
    expect(read({ services: { search } }).services).toEqual({ search: { ...search, env: {} } });
  });

  test.each([
    [{ Db: { image: 'postgres' } }, '/services/Db: expected a host name of a-z, 0-9 and - as the key'],
    [{ localhost: { image: 'postgres' } }, '/services/localhost: expected a host name'],
    [{ db: {} }, '/services/db/image: expected a text, got nothing'],
    [
      { db: { image: 'postgers' } },
      '/services/db/image: expected an image with a tag, or one of the short names',
    ],
    [{ db: { image: 'a/b', port: 1 } }, '/services/db/image: expected an image with a tag'],
    [{ db: { image: 'x:1; rm', port: 1 } }, '/services/db/image: expected an image'],
    [{ db: { image: 'x:1' } }, '/services/db/port: expected a number from 1 to 65535, got nothing'],
    [{ db: { image: 'x:1', port: 1.5 } }, '/services/db/port: expected a whole number'],
    [{ db: { image: 'x:1', port: 70_000 } }, '/services/db/port: expected a number from 1 to 65535'],
    [{ db: { image: 'redis', ready: 'health' } }, '/services/db/ready: expected a path that begins with /'],
    [
      { db: { image: 'redis', tag: '7' } },
      '/services/db/tag: expected one of image, port, env, ready, arguments',
    ],
    [{ db: { image: 'redis', env: { 'A=B': '' } } }, '/services/db/env/A=B: expected a name'],
  ])('%j is refused', (services, message) => {
    expect(() => read({ services })).toThrow(`pipeline.json: ${message}`);
  });

  test('a host name that another setting uses is refused', () => {
    const services = { docker: { image: 'redis' }, postgres: { image: 'postgres' } };
    expect(Object.keys(read({ services }).services)).toEqual(['docker', 'postgres']);
    expect(() => read({ services, docker: true })).toThrow(
      '/services/docker: expected another host name as the key: /docker uses',
    );
    expect(() => read({ services, test: { postgres: true } })).toThrow(
      '/services/postgres: expected another host name',
    );
  });

  test('every short name leads to an image with a tag of a repository of its own', () => {
    for (const known of knownServices) {
      expect(known.image).toMatch(/^[a-z/]+:[\d.]+$/);
      expect([knownService(known.name), knownService(known.image)]).toEqual([known, known]);
    }
    expect(knownServices.map(({ name }) => name)).toEqual([
      'postgres',
      'mysql',
      'mariadb',
      'redis',
      'valkey',
      'mongodb',
    ]);
  });
});

test('commands are texts, and an empty list is one that runs nothing', () => {
  const {
    generate,
    build,
    test: settings,
  } = read({ generate: [], build: ['tsc -b'], test: { before: ['seed'] } });
  expect([generate, build, settings.before]).toEqual([[], ['tsc -b'], ['seed']]);
  expect(read({})).not.toHaveProperty('generate');
  expect(() => read({ build: 'tsc -b' })).toThrow('/build: expected a list');
  expect(() => read({ generate: [' '] })).toThrow('/generate/0: expected a text');
});

test('the user of the tests is one of two', () => {
  expect(read({}).test.user).toBe('ordinary');
  expect(() => read({ test: { user: 'node' } })).toThrow('/test/user: expected one of ordinary, root');
});
