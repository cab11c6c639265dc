import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { callWith, type Ended } from '../support/call.ts';
import type { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { privateProject, privateWord } from '../support/private-project.ts';
import { PrivateRegistry } from '../support/private-registry.ts';

needs('node');

const npm: ManagerUse = { name: 'npm' };
const managers: readonly (readonly [what: string, use: ManagerUse])[] = [
  ['npm', npm],
  ['pnpm', { name: 'pnpm', version: '10.34.9' }],
  ['Yarn 1', { name: 'yarn', version: '1.22.22' }],
  ['Yarn 4', { name: 'yarn', version: '4.18.1' }],
  ['Bun', { name: 'bun', version: '1.4.5' }],
];

const newToken = (): string => `token-${randomUUID()}`;

/** Calls the module with a token, or without one. */
const called = (project: Greeter, token: string | undefined, ...words: readonly string[]): Promise<Ended> =>
  token === undefined
    ? callWith({}, ...project.arguments, ...words)
    : callWith(
        { NPM_TOKEN: token },
        '--verbose',
        ...project.arguments,
        '--npm-token=env:NPM_TOKEN',
        ...words,
      );

/** What Docker knows of every image that the engine keeps: variables, labels, commands. */
function keptImages(): string {
  const ids = execFileSync('docker', ['images', '--quiet', '--no-trunc', 'messenger-pipeline/cache'], {
    encoding: 'utf8',
  });
  const images = [...new Set(ids.split('\n').filter((id) => id !== ''))];
  const options = { encoding: 'utf8', maxBuffer: 1e9 } as const;
  return images.length === 0 ? '' : execFileSync('docker', ['image', 'inspect', ...images], options);
}

describe.each(managers)('a private package by %s', (_what, use) => {
  it('is installed with --npm-token, which nothing keeps, and else unavailable with what to give', async () => {
    const token = newToken();
    await using registry = await PrivateRegistry.start([privateWord], token);
    using project = privateProject(use, registry.url, token);
    const without = await called(project, undefined, 'test');
    expect(without.stderr).toMatch(
      /^test: unavailable: .*; if the package is private, give a token that may read it: --npm-token=env:NPM_TOKEN/m,
    );
    expect(without.exitCode).toBe(3);
    expect(registry.refused).toBeGreaterThan(0);
    const tested = await called(project, token, 'test');
    expect(tested.stdout, tested.stderr).toMatch(/^test: passed: 3 tests passed/m);
    expect(tested.stdout + tested.stderr).not.toContain(token);
    expect(keptImages()).not.toContain(token);
  });
});

it('a token that the registry refuses is told as such, and not shown', async () => {
  await using registry = await PrivateRegistry.start([privateWord], newToken());
  const wrong = newToken();
  using project = privateProject(npm, registry.url, wrong);
  const ended = await called(project, wrong, 'test');
  expect(ended.stderr).toMatch(/^test: unavailable: .*; the registry refused what --npm-token gave/m);
  expect(ended.exitCode).toBe(3);
  expect(ended.stdout + ended.stderr).not.toContain(wrong);
});

it('a token that is none is refused before anything is installed', async () => {
  using project = privateProject(npm, 'http://127.0.0.1:1/', 'token');
  const ended = await called(project, 'two words', 'test');
  expect(ended.stderr).toMatch(/--npm-token: expected a token on one line/);
  expect(ended.exitCode).toBe(2);
});

const dockerfile = `FROM node:24-bookworm-slim AS build
ARG NAME=nobody
WORKDIR /app
COPY package.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=npm_token \\
  test -s /run/secrets/npm_token && npm install --ignore-scripts --no-audit --no-fund
RUN --mount=type=secret,id=extra,required=true test "$(cat /run/secrets/extra | wc -c)" = 42 && echo "of $NAME" > name
FROM scratch AS final
COPY --from=build /app /app
FROM build AS unfinished
RUN false
`;

describe('the build of an image', () => {
  const words = ['with-build-secret', '--name=extra', '--value=env:EXTRA'];

  it('has the token and other secrets for the steps that mount them, and keeps none; and its target and arguments', async () => {
    const [token, extra] = [newToken(), newToken()];
    await using registry = await PrivateRegistry.start([privateWord], token);
    using project = privateProject(npm, registry.url, token)
      .write('Dockerfile', dockerfile)
      .write('pipeline.json', JSON.stringify({ image: { target: 'final', args: { NAME: 'somebody' } } }));
    const archive = project.path('image.tar');
    const ended = await callWith(
      { NPM_TOKEN: token, EXTRA: extra },
      ...['--verbose', ...project.arguments, '--npm-token=env:NPM_TOKEN', ...words],
      ...['image', 'as-tarball', 'export', '--path', archive],
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
    const image = readFileSync(archive);
    // What a search would find, if the image had it.
    expect(image.includes("module.exports = 'Hello'")).toBe(true);
    expect(image.includes('of somebody')).toBe(true);
    for (const secret of [token, extra]) {
      expect(image.includes(secret)).toBe(false);
      expect(ended.stdout + ended.stderr).not.toContain(secret);
      expect(keptImages()).not.toContain(secret);
    }
  });

  it('is unavailable where a secret is missing that a step requires, with what to give', async () => {
    const token = newToken();
    await using registry = await PrivateRegistry.start([privateWord], token);
    using project = privateProject(npm, registry.url, token)
      .write('Dockerfile', dockerfile)
      .write('pipeline.json', JSON.stringify({ gates: ['image'], image: { target: 'final' } }));
    const ended = await called(project, token, 'ci');
    expect(ended.stdout + ended.stderr).toMatch(
      /image.*: the build mounts the secret extra, .*with-build-secret --name=extra/,
    );
    expect(ended.exitCode).toBe(3);
  });
});
