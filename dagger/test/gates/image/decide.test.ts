import { describe, expect, test } from 'vitest';

import { type BuiltImage, decideImage, expectedLabels } from '../../../src/gates/image/decide.ts';

const revision = '1'.repeat(40);
const labels = Object.fromEntries(expectedLabels.map((label) => [label, 'x']));
const built: BuiltImage = {
  user: '1000',
  labels: { ...labels, 'org.opencontainers.image.revision': revision },
  revision,
};

test('an image with all labels is green without a note', () => {
  expect(decideImage(built)).toEqual({
    outcome: 'passed',
    reason: `built from ${revision}, user 1000`,
    findings: [],
    notes: [],
  });
});

test('a label that is missing is noted: other projects need not have it', () => {
  const decision = decideImage({ ...built, labels: {} });
  expect([decision.outcome, decision.notes?.length]).toEqual(['passed', expectedLabels.length]);
});

test('an image that says another revision than it was built from is red', () => {
  const stale = { ...built.labels, 'org.opencontainers.image.revision': 'older' };
  expect(decideImage({ ...built, labels: stale })).toMatchObject({
    outcome: 'failed',
    findings: [{ rule: 'revision' }],
  });
});

test('a build that fails is red with what the command printed', () => {
  const decision = decideImage({ message: 'exit code: 1', output: 'src/a.ts(1,1): error' });
  expect(decision).toMatchObject({
    outcome: 'failed',
    findings: [{ rule: 'build', message: 'exit code: 1: src/a.ts(1,1): error' }],
  });
});

describe('a step of the Dockerfile that fails is red, whatever words it prints', () => {
  test.each([
    'Error: failed to resolve "./missing" from "src/main.ts"',
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    'npm error connect ETIMEDOUT 192.0.2.1:443',
    'no space left on device, says a test',
  ])('%s', (printed) => {
    for (const end of [
      'process "/bin/sh -c npm run build" did not complete successfully: exit code: 1',
      'executor failed running [/bin/sh -c npm run build]: exit code: 1',
    ]) {
      const decision = decideImage({
        message: 'docker build ... failed with exit code 1',
        output: `${printed}\n${end}`,
      });
      expect([decision.outcome, decision.findings[0]?.rule]).toEqual(['failed', 'build']);
    }
  });
});

describe('a syntax that the daemon is too old for is unavailable, and a mistake is red', () => {
  const heredoc = 'FROM node:24\nRUN <<EOF\nexec npm ci\nEOF\nCOPY a b\n';
  test.each([
    ['dockerfile parse error line 3: unknown instruction: EXEC', heredoc, /than a heredoc \(<<\) needs/],
    ['dockerfile parse error line 4: unknown instruction: EOF', heredoc, /heredoc/],
    ['Unknown flag: link', 'FROM node:24\nCOPY --link a b\n', /than --link needs/],
    ['dockerfile parse error on line 2: unknown flag: --parents', 'FROM a\nCOPY --parents a b', /--parents/],
  ])('%s', (message, dockerfile, reason) => {
    expect(decideImage({ message, dockerfile })).toMatchObject({
      outcome: 'unavailable',
      reason: expect.stringMatching(reason) as string,
    });
  });

  test.each([
    ['dockerfile parse error line 5: unknown instruction: COPPY', heredoc.replace('COPY', 'COPPY')],
    ['Unknown flag: lnk', 'FROM node:24\nCOPY --lnk a b\n'],
  ])('%s', (message, dockerfile) => {
    expect(decideImage({ message, dockerfile }).outcome).toBe('failed');
  });
});

test('an image of a source whose commit nobody knows says why', () => {
  const decision = decideImage({ ...built, revision: 'unknown', labels: {}, whyUnknown: 'a worktree' });
  expect(decision.notes?.[0]).toBe('no commit is known: a worktree');
});

describe('a base image or a network that could not be had is unavailable, not red', () => {
  test.each([
    'failed to resolve source metadata for docker.io/library/node:24',
    'dial tcp: lookup registry-1.docker.io: no such host',
    'net/http: TLS handshake timeout',
    'toomanyrequests: You have reached your pull rate limit',
    'the image alpine:3 could not be had',
    'write /var/lib: no space left on device',
    // The local engine's own words, where the daemon, the registry or the packages are out of reach.
    'the Docker daemon stopped answering (aborted); start it and run again: what is done is kept',
    'no Docker daemon answers (connect ENOENT /run/docker.sock); start it and run again: what is done is kept',
    'node:24: no container registry answers, and making it from packages failed: the program ended',
    'node:24: the registry at registry.example answers, and the pull failed: HTTP code 503 unexpected',
    // What npm says in a build.
    'npm error request to https://registry.example/hono failed, reason: getaddrinfo ENOTFOUND registry.example',
    'npm error connect ECONNREFUSED 192.0.2.1:443',
    'npm error connect ETIMEDOUT 192.0.2.1:443',
    // What BuildKit says.
    'failed to do request: Head "https://registry.example/v2/": dial tcp 192.0.2.1:443: connect: network is unreachable',
    'unexpected status from HEAD request to https://registry.example/v2/: 429 Too Many Requests',
    'unexpected status from HEAD request to https://registry.example/v2/: 503 Service Unavailable',
    'read tcp 192.0.2.1:443: i/o timeout',
  ])('%s', (message) => {
    expect(decideImage({ message }).outcome).toBe('unavailable');
  });
});

test.each([
  ['the image could not be built: secret extra not found: not found', 'give with-build-secret --name=extra'],
  ['failed to solve: secret extra: not found', 'give with-build-secret --name=extra'],
  ['secret npm_token: not found', 'give --npm-token=env:NPM_TOKEN, or with-build-secret --name=npm_token'],
])('a secret that a step requires and nobody gives is no fault of the Dockerfile: %s', (message, next) => {
  const { outcome, reason } = decideImage({ message });
  expect(outcome).toBe('unavailable');
  expect(reason).toContain(next);
});
