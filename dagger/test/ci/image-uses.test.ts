import { expect, test } from 'vitest';

import { type ImageName, images } from '../../src/tools/images.ts';
import { usedImages } from '../../src/ci/image-uses.ts';

const ran = (gate: string) => ({ gate, durationMs: 1 });
const known = { references: images, bases: [], unused: ['postgres', 'golang'] as const };

test('an image is told once, with every gate that ran by it', () => {
  expect(usedImages([ran('lint'), ran('semgrep'), ran('smoke')], known)).toEqual([
    { reference: images.node, purpose: 'lint, smoke' },
    { reference: images.semgrep, purpose: 'semgrep' },
  ]);
});

test('a gate that did not run has used no image', () => {
  expect(usedImages([{ gate: 'semgrep' }], known)).toEqual([]);
});

test('the database is told only where the tests have one', () => {
  const references = (unused: readonly ImageName[]): string[] =>
    usedImages([ran('test')], { ...known, unused }).map(({ reference }) => reference);
  expect(references(['postgres'])).toEqual([images.node]);
  expect(references([])).toEqual([images.node, images.postgres]);
});

test('what has git is told only where there is a commit to ask for', () => {
  const uses = (unused: readonly ImageName[]) => usedImages([ran('image')], { ...known, unused });
  expect(uses(['golang'])).toEqual([]);
  expect(uses([])).toEqual([{ reference: images.golang, purpose: 'image' }]);
});

test('what the Dockerfile builds on is told beside them', () => {
  expect(usedImages([ran('image')], { ...known, bases: ['node:24'] })).toEqual([
    { reference: 'node:24', purpose: 'base of the image' },
  ]);
});
