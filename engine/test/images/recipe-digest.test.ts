import { describe, expect, test } from 'vitest';
import { recipeDigest, rootDigest, type RecipeInputs } from '../../src/images/recipe-digest.ts';

const file = (path: string, content: string, executable = false) => ({
  path,
  content: Buffer.from(content),
  executable,
});

const base: RecipeInputs = {
  name: 'a',
  files: [file('Dockerfile', 'FROM scratch'), file('b', 'c')],
  buildArguments: { X: '1', Y: '2' },
  packages: ['p@1 sha512-x'],
  roots: ['r'],
};

describe("a recipe's digest", () => {
  test('stays the same from one version of this program to the next', () => {
    expect(recipeDigest(base)).toBe('6428a00e1d9337feb4fdc766b2a64792e0a6f3c1d03b8431b9214e6bf867158b');
  });

  test('does not depend on the order in which files and arguments are found', () => {
    const turned = { ...base, files: base.files.toReversed(), buildArguments: { Y: '2', X: '1' } };
    expect(recipeDigest(turned)).toBe(recipeDigest(base));
  });

  test.each<[string, Partial<RecipeInputs>]>([
    ['name', { name: 'b' }],
    ["file's content", { files: [file('Dockerfile', 'FROM scratch'), file('b', 'd')] }],
    ["file's path", { files: [file('Dockerfile', 'FROM scratch'), file('c', 'c')] }],
    ["file's mode", { files: [file('Dockerfile', 'FROM scratch'), file('b', 'c', true)] }],
    ['border between two parts', { files: [file('Dockerfile', 'FROM scratchb'), file('', 'c')] }],
    ['target', { target: 't' }],
    ['build argument', { buildArguments: { X: '1', Y: '3' } }],
    ['package', { packages: ['p@2 sha512-x'] }],
    ['root', { roots: ['s'] }],
    ['place of a part', { packages: [], roots: ['p@1 sha512-x', 'r'] }],
  ])('changes with the %s', (_, change) => {
    expect(recipeDigest({ ...base, ...change })).not.toBe(recipeDigest(base));
  });
});

describe("a root's digest", () => {
  const one = rootDigest('bookworm', Buffer.from('ca'), ['x']);
  test.each([
    ['suite', rootDigest('trixie', Buffer.from('ca'), ['x'])],
    ['certificates', rootDigest('bookworm', Buffer.from('cb'), ['x'])],
    ['lack of certificates', rootDigest('bookworm', undefined, ['x'])],
    ['settings', rootDigest('bookworm', Buffer.from('ca'), ['x', ''])],
  ])('changes with the %s', (_, other) => expect(other).not.toBe(one));
});
