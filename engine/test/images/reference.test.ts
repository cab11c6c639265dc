import { describe, expect, test } from 'vitest';
import { ImageUnavailable } from '../../src/images/index.ts';
import { lookupName, parseReference, registryHost } from '../../src/images/reference.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('an image reference', () => {
  test.each([
    ['node', 'docker.io', 'library/node', 'node:latest'],
    ['node:24-bookworm-slim', 'docker.io', 'library/node', 'node:24-bookworm-slim'],
    [`node:24-bookworm-slim@${digest}`, 'docker.io', 'library/node', `node@${digest}`],
    ['docker.io/library/node:24', 'docker.io', 'library/node', 'node:24'],
    ['index.docker.io/node:24', 'docker.io', 'library/node', 'node:24'],
    ['semgrep/semgrep:1.178.0', 'docker.io', 'semgrep/semgrep', 'semgrep/semgrep:1.178.0'],
    ['gcr.io/a/b:nonroot', 'gcr.io', 'a/b', 'gcr.io/a/b:nonroot'],
    ['127.0.0.1:5000/a', '127.0.0.1:5000', 'a', '127.0.0.1:5000/a:latest'],
    ['localhost/a:1', 'localhost', 'a', 'localhost/a:1'],
  ])('%s is looked up by host, path, and tag or digest', (text, domain, path, name) => {
    const parsed = parseReference(text);
    expect(parsed).toMatchObject({ domain, path });
    expect(lookupName(parsed)).toBe(name);
  });

  test.each([
    '',
    'Node',
    'node:',
    'node@sha256:ab',
    'node:24 ',
    '../node',
    'node;rm',
    'a//b',
    `node@md5:${'a'.repeat(32)}`,
  ])('%j is refused', (text) => {
    expect(() => parseReference(text)).toThrow(ImageUnavailable);
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'invalid-reference' }));
  });

  test("Docker Hub's registry answers under a name of its own", () => {
    expect(registryHost('docker.io')).toBe('registry-1.docker.io');
    expect(registryHost('gcr.io')).toBe('gcr.io');
  });
});
