import { expect, test } from 'vitest';

import { type ImageName, images } from '../../src/tools/images.ts';
import { usedImages } from '../../src/ci/image-uses.ts';

const ran = (gate: string) => ({ gate, durationMs: 1 });
const references = { ...images, projectNode: images.node20 };
const known = { references, bases: [], unused: ['postgres', 'dind', 'golang'] as const };

test('an image is told once, with every gate that ran by it', () => {
  expect(usedImages([ran('lint'), ran('semgrep'), ran('smoke')], known)).toEqual([
    { reference: images.node20, purpose: 'lint' },
    { reference: images.node, purpose: 'lint, smoke' },
    { reference: images.semgrep, purpose: 'semgrep' },
  ]);
});

test("the project's Node is told once where it is the pipeline's own", () => {
  const same = { ...known, references: { ...images, projectNode: images.node } };
  expect(usedImages([ran('lint'), ran('smoke')], same)).toEqual([
    { reference: images.node, purpose: 'lint, smoke' },
  ]);
});

test('a gate that did not run has used no image', () => {
  expect(usedImages([{ gate: 'semgrep' }], known)).toEqual([]);
});

test('the database and the daemon are told only where the tests have one', () => {
  const told = (unused: readonly ImageName[]): string[] =>
    usedImages([ran('test')], { ...known, unused }).map(({ reference }) => reference);
  expect(told(['postgres', 'dind'])).toEqual([images.node20]);
  expect(told([])).toEqual([images.node20, images.postgres, images.dind]);
});

test('what has git is told only where there is a commit to ask for', () => {
  const uses = (unused: readonly ImageName[]) => usedImages([ran('image')], { ...known, unused });
  expect(uses(['golang'])).toEqual([]);
  expect(uses([])).toEqual([{ reference: images.golang, purpose: 'image' }]);
});

test('a service is told once, with the gates that ran and have it', () => {
  const services = ['redis:8', 'redis:8'];
  expect(usedImages([ran('test')], { ...known, services }).slice(1)).toEqual([
    { reference: 'redis:8', purpose: 'service of test' },
  ]);
  expect(usedImages([ran('lint')], { ...known, services })).not.toContainEqual(
    expect.objectContaining({ reference: 'redis:8' }),
  );
});

test('what the Dockerfile builds on is told beside them', () => {
  expect(usedImages([ran('image')], { ...known, bases: ['node:24'] })).toEqual([
    { reference: 'node:24', purpose: 'base of the image' },
  ]);
});
