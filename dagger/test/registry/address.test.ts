import { describe, expect, test } from 'vitest';

import {
  credentialsKey,
  isLoopback,
  originOf,
  pinnedImage,
  repositoryAt,
} from '../../src/registry/address.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('an address', () => {
  test.each([
    ['team/app', 'docker.io', 'team/app', 'https://registry-1.docker.io'],
    ['app', 'docker.io', 'library/app', 'https://registry-1.docker.io'],
    ['docker.io/team/app', 'docker.io', 'team/app', 'https://registry-1.docker.io'],
    ['ghcr.io/team/app', 'ghcr.io', 'team/app', 'https://ghcr.io'],
    ['localhost:5000/app', 'localhost:5000', 'app', 'http://localhost:5000'],
    ['127.0.0.1:5000/a/b', '127.0.0.1:5000', 'a/b', 'http://127.0.0.1:5000'],
    ['registry.example:8443/a', 'registry.example:8443', 'a', 'https://registry.example:8443'],
  ])('%s is of the registry %s', (address, host, name, origin) => {
    const repository = repositoryAt(address);
    expect(repository).toEqual({ address, host, name });
    expect(originOf(repository)).toBe(origin);
  });

  test.each(['app:1', `app@${digest}`, 'https://ghcr.io/app', 'App', '', 'a b'])(
    'is refused with a tag, a digest or anything that no registry takes: %j',
    (address) => {
      expect(() => repositoryAt(address)).toThrow(UsageError);
    },
  );

  test('finds its credentials where docker login puts them', () => {
    expect(credentialsKey(repositoryAt('team/app'))).toBe('https://index.docker.io/v1/');
    expect(credentialsKey(repositoryAt('ghcr.io/team/app'))).toBe('ghcr.io');
  });

  test.each([
    ['localhost:5000/a', true],
    ['127.0.0.1/a', true],
    ['localhost.example/a', false],
    ['10.0.0.1:5000/a', false],
    ['a/b', false],
  ])('%s is of this machine alone: %j', (address, expected) => {
    expect(isLoopback(repositoryAt(address))).toBe(expected);
  });
});

describe('an image to look at', () => {
  test('is named by its digest, whatever tag stands before it', () => {
    expect(pinnedImage(`localhost:5000/app:1.0@${digest}\n`)).toMatchObject({
      address: 'localhost:5000/app',
      reference: `localhost:5000/app@${digest}`,
    });
  });

  test.each(['app', 'app:1', 'app@sha256:ab', `@${digest}`])('is refused without one: %s', (image) => {
    expect(() => pinnedImage(image)).toThrow(/--image: expected/);
  });
});
