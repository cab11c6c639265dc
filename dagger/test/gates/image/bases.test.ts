import { expect, test } from 'vitest';

import { baseImages } from '../../../src/gates/image/bases.ts';

test.each([
  ['FROM node:24\n', ['node:24']],
  ['FROM --platform=linux/amd64 node:24 AS build\nFROM build\nFROM scratch\n', ['node:24']],
  [
    '# FROM nothing\nfrom a@sha256:1 as b\nRUN echo FROM x\nFROM c:1\nCOPY --from=b / /\n',
    ['a@sha256:1', 'c:1'],
  ],
  ['FROM node:24 AS a\nFROM node:24 AS b\n', ['node:24']],
  ['', []],
])('base images of %j', (dockerfile, images) => {
  expect(baseImages(dockerfile)).toEqual(images);
});
