import { describe, expect, test } from 'vitest';

import { imageFactsOf } from '../../../../src/project/facts/image/image-facts.ts';
import { filesFrom, type MadeUp } from '../made-up.ts';

const of = (made: MadeUp): ReturnType<typeof imageFactsOf> => imageFactsOf(filesFrom(made));
const from = (dockerfile: string): ReturnType<typeof imageFactsOf> => of({ Dockerfile: dockerfile });

describe('the Dockerfile', () => {
  test.each<[string[], string | undefined, RegExp | undefined]>([
    [['Dockerfile'], 'Dockerfile', undefined],
    [['Containerfile'], 'Containerfile', undefined],
    [['docker/Dockerfile'], 'docker/Dockerfile', undefined],
    [['Dockerfile', 'docker/Dockerfile'], 'Dockerfile', /there is also docker\/Dockerfile/],
    [['Dockerfile', 'Dockerfile.dev'], 'Dockerfile', /there is also Dockerfile.dev/],
    [['a/Dockerfile', 'Dockerfile.dev'], 'a/Dockerfile', /there is also Dockerfile.dev/],
    [['Dockerfile.prod'], 'Dockerfile.prod', undefined],
    [
      ['a/Dockerfile', 'b/Dockerfile'],
      undefined,
      /several Dockerfiles, and none at the top: a\/Dockerfile, b/,
    ],
    [['Dockerfile.a', 'Dockerfile.b'], undefined, /several Dockerfiles/],
    [['src/main.ts'], undefined, undefined],
  ])('of %j is %s', (paths, path, note) => {
    const { found, notes } = of(Object.fromEntries(paths.map((one) => [one, 'FROM scratch'])));
    expect(found.dockerfile?.value).toBe(path);
    expect(notes).toEqual(note === undefined ? [] : [expect.stringMatching(note)]);
  });
});

describe('the port', () => {
  test.each([
    ['FROM a\nEXPOSE 3000', 3000],
    ['FROM a\nEXPOSE 3000/tcp', 3000],
    ['FROM a\nEXPOSE 53/udp 3000', 3000],
    ['FROM a\nENV PORT=3000\nEXPOSE $PORT', 3000],
    ['FROM a\nENV PORT 3000\nEXPOSE ${PORT}', 3000],
    ['FROM a\nARG PORT=3000\nEXPOSE ${PORT}/tcp', 3000],
    ['FROM a\nARG PORT=3000\nENV PORT=$PORT\nEXPOSE $PORT', 3000],
    ['ARG PORT=3000\nFROM a\nARG PORT\nEXPOSE $PORT', 3000],
    ['FROM a\nARG PORT=1\nENV PORT=3000\nEXPOSE $PORT', 3000],
    ['FROM a\nEXPOSE ${PORT:-3000}', 3000],
    ['FROM a AS Base\nEXPOSE 3000\nFROM b AS build\nEXPOSE 1\nFROM BASE', 3000],
    ['FROM a\nEXPOSE 1\nFROM b', undefined],
    ['FROM a\nHEALTHCHECK CMD curl -f http://localhost:3000/health', 3000],
    ['FROM a\nENV HOST=0.0.0.0 PORT=3000', 3000],
    ['FROM a\nENV PORT 3000', 3000],
    ['FROM a\nENV PORT=1\nEXPOSE 3000', 3000],
    ['FROM a\nENV A=3000\nENV PORT=${A}', 3000],
    ['FROM a\nARG PORT=3000', undefined],
    ['FROM a\nENV OTHER_PORT=3000', undefined],
    ['FROM a\nEXPOSE 0', undefined],
    ['FROM a\nEXPOSE 70000', undefined],
    ['EXPOSE 3000', undefined],
    ['', undefined],
  ])('%j', (dockerfile, port) => {
    expect(from(dockerfile).found.port?.value).toBe(port);
  });

  test('the line is the evidence, and further ports are told', () => {
    const { found, notes } = from('FROM a\n\nEXPOSE 3000 9229\nEXPOSE 3000\n');
    expect(found.port).toEqual({ value: 3000, from: 'Dockerfile:3: EXPOSE 3000 9229' });
    expect(notes).toEqual(['Dockerfile:3: EXPOSE 3000 9229: port 3000 counts, 9229 is exposed, too']);
  });

  test.each(['$PORT', '3000-3005', 'http'])('%s is told, and is no port', (word) => {
    const { found, notes } = from(`FROM a\nEXPOSE ${word}`);
    expect(found.port).toBeUndefined();
    expect(notes).toEqual([`Dockerfile:2: EXPOSE ${word}: ${word} is not read as a port`]);
  });
});

describe('the health path', () => {
  test.each([
    ['curl --fail http://localhost:3000/health || exit 1', '/health'],
    ['wget -qO- http://127.0.0.1:3000/healthz?full=1', '/healthz?full=1'],
    ['["curl", "-f", "http://localhost:3000/api/health"]', '/api/health'],
    ['node -e "fetch(\'http://localhost:3000/ready\').then(r => process.exit(r.ok ? 0 : 1))"', '/ready'],
    ['curl http://[::1]:3000/live', '/live'],
    ['curl http://localhost:$PORT/health', '/health'],
    ['curl "http://localhost:${PORT:-80}/health"', '/health'],
    ['curl -f http://0.0.0.0', '/'],
    ['curl -f https://localhost/x', '/x'],
  ])('%s', (command, path) => {
    expect(from(`FROM a\nHEALTHCHECK --interval=5s CMD ${command}`).found.healthPath?.value).toBe(path);
  });

  test.each([
    'node dist/healthcheck.js',
    'curl http://example.com/health',
    "node -e \"fetch('http://localhost:' + process.env.PORT + '/x')\"",
    'curl http://localhost:3000/$HEALTH',
    'curl http://localhost:3000/${HEALTH}',
  ])('%s has no whole address, which is told', (command) => {
    const { found, notes } = from(`FROM a\nHEALTHCHECK CMD ${command}`);
    expect(found.healthPath).toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('no whole address on localhost')]);
  });

  test('the last one counts, and NONE is none', () => {
    const one = 'FROM a\nHEALTHCHECK CMD curl http://localhost/a\n';
    expect(from(`${one}HEALTHCHECK CMD curl http://localhost/b`).found.healthPath?.value).toBe('/b');
    expect(from(`${one}HEALTHCHECK NONE`)).toMatchObject({ found: { healthPath: undefined }, notes: [] });
  });
});

describe('the version of Node', () => {
  test.each([
    ['FROM node:22-alpine', '22'],
    ['FROM --platform=$BUILDPLATFORM node:22.1.0-slim@sha256:ab AS build', '22.1.0'],
    ['ARG NODE_VERSION=20.1.0\nFROM node:${NODE_VERSION}-alpine', '20.1.0'],
    ['FROM docker.io/library/node:lts-alpine', 'lts'],
    ['FROM gcr.io/distroless/nodejs24-debian12:nonroot', '24'],
    ['FROM node:20 AS build\nFROM node:22 AS run', '22'],
    ['FROM node:22 AS base\nFROM base AS build\nFROM base', '22'],
    ['FROM node:22 AS build\nFROM nginx:1.27', '22'],
    ['FROM node:alpine', undefined],
    ['FROM node', undefined],
    ['FROM my-node:22', undefined],
    ['FROM node:$UNKNOWN', undefined],
  ])('%j', (dockerfile, version) => {
    expect(from(dockerfile).found.node?.value).toBe(version);
  });

  test('several Dockerfiles tell it if they agree', () => {
    const three = {
      'a/Dockerfile': 'FROM node:22.1',
      'b/Dockerfile': 'FROM node:22',
      'c/Dockerfile': 'FROM python:3',
    };
    expect(of(three).found.node).toEqual({ value: '22.1', from: 'a/Dockerfile:1: FROM node:22.1' });
    expect(of({ ...three, 'c/Dockerfile': 'FROM node:20' }).found.node).toBeUndefined();
  });
});

test.each([
  'FROM a AS a\nFROM a',
  'FROM a AS b\nFROM b AS b\nFROM b',
  'FROM ${A}',
  'ENV',
  'FROM x AS\nEXPOSE',
])('a Dockerfile that makes no sense ends nothing: %j', (dockerfile) => {
  expect(() => from(dockerfile)).not.toThrow();
});

test('a Dockerfile that is too long is not read, which is told', () => {
  const { found, notes } = from(`FROM node:22\nEXPOSE 3000\n${'#'.repeat(100_000)}`);
  expect(found).toMatchObject({ port: undefined, node: undefined, dockerfile: { value: 'Dockerfile' } });
  expect(notes).toEqual(['Dockerfile was not read: it is too long']);
});

test('thousands of stages end in their time', () => {
  const stages = Array.from(
    { length: 4000 },
    (_, index) => `FROM s${String(index)} AS s${String(index + 1)}`,
  );
  expect(from(['FROM node:22 AS s0', ...stages].join('\n')).found.node?.value).toBe('22');
});
