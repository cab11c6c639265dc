import { describe, expect, test } from 'vitest';
import { withoutRecipe } from '../../src/images/no-recipe.ts';
import { findRecipe } from '../../src/images/recipes.ts';
import { parseReference } from '../../src/images/reference.ts';

const told = (reference: string) => withoutRecipe(parseReference(reference));

describe('an image that no recipe makes', () => {
  test.each([
    ['node:22-alpine', /built on Alpine/, /^Use node:22-bookworm-slim, or connect to registry-1\.docker\.io/],
    ['node:22.11.0-alpine3.20', /built on Alpine/, /^Use node:22\.11\.0-bookworm-slim, or/],
    ['node:alpine', /built on Alpine/, /^Use node:24-bookworm-slim, or/],
    ['node:18-alpine', /built on Alpine/, /^Use node:24-bookworm-slim, or/],
    ['redis:7-alpine', /built on Alpine/, /^Use redis:7, or/],
    ['postgres:16.2-alpine3.19', /built on Alpine/, /^Use postgres:16\.2, or/],
    ['nginx:1-alpine', /built on Alpine/, /^Connect to/],
    ['alpine:3.20', /built on Alpine/, /^Connect to/],
    [
      'node:18',
      /recipes make Node 24, 22, 20 on Debian bookworm and trixie/,
      /^Use node:24-bookworm-slim, or/,
    ],
    ['node:20-bullseye', /recipes make Node/, /^Use node:20-bookworm, or/],
    ['node:16-bullseye-slim', /recipes make Node/, /^Use node:24-bookworm-slim, or/],
    ['node', /recipes make Node/, /^Use node:24-bookworm-slim, or/],
    [
      'mysql:8.4',
      /MySQL is not among Debian's packages/,
      /^Use mariadb:11\.8, which speaks the same protocol, or/,
    ],
    ['mongo', /MongoDB is not among Debian's packages/, /^Connect to/],
    ['golang:1.25', /of golang there is Go 1\.26\.8/, /^Connect to/],
    [`node@sha256:${'ab'.repeat(32)}`, /by digest alone/, /^Use node:TAG@DIGEST, or/],
    [
      'example.test/tool:1',
      /from packages$/,
      /^Connect to example\.test, where it works as it is; or .*docker load/,
    ],
  ])('%s says why, and what to try', (reference, why, next) => {
    const { reason, next: said } = told(reference);
    expect(reason).toMatch(/^the container registry at \S+ does not answer, and no recipe makes this image/);
    expect(reason).toMatch(why);
    expect(said).toMatch(next);
  });

  test.each(['node:22-alpine', 'redis:7-alpine', 'node:18', 'mysql:8', 'node:20-bullseye'])(
    'is told beside one that is made: %s',
    (reference) => {
      const [, instead = ''] = /^Use (\S+?),? /.exec(told(reference).next) ?? [];
      expect(findRecipe(parseReference(instead))).toBeDefined();
    },
  );
});
