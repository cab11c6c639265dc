import { describe, expect, test } from 'vitest';
import { changedPaths, hasNoChanges, layerOf, withChanges } from '../../src/store/changes.ts';
import { treeOf, type Entry, type Tree } from '../../src/store/tree.ts';

const file = (path: string, digest = 'a', mode = 0o644): Entry => ({
  kind: 'file',
  path,
  mode,
  digest,
  sizeBytes: 1,
});
const folder = (path: string): Entry => ({ kind: 'directory', path, mode: 0o755 });
const link = (path: string, target: string): Entry => ({ kind: 'link', path, target });
const tree = (...entries: Entry[]): Tree => treeOf(entries);
const nothing = { added: [], modified: [], removed: [] };

describe('changed paths', () => {
  test.each<[string, Tree, Tree, Partial<ReturnType<typeof changedPaths>>]>([
    ['nothing differs', tree(file('a')), tree(file('a')), {}],
    ['a file is added', tree(), tree(file('a')), { added: ['a'] }],
    ['a folder is added with what is in it', tree(), tree(file('x/a')), { added: ['x/', 'x/a'] }],
    ['a file is modified', tree(file('x/a')), tree(file('x/a', 'b')), { modified: ['x/a'] }],
    ['a file becomes executable', tree(file('a')), tree(file('a', 'a', 0o755)), { modified: ['a'] }],
    ['other permissions are no change', tree(file('a')), tree(file('a', 'a', 0o600)), {}],
    ['a file becomes a link', tree(file('a')), tree(link('a', 'b')), { modified: ['a'] }],
    ['a link leads elsewhere', tree(link('a', 'b')), tree(link('a', 'c')), { modified: ['a'] }],
    ['a folder is removed whole', tree(file('x/y/a'), file('x/b')), tree(), { removed: ['x/'] }],
    [
      'a file is removed beside another',
      tree(file('x/a'), file('x/b')),
      tree(file('x/b')),
      { removed: ['x/a'] },
    ],
    ['a folder becomes a file', tree(file('x/a')), tree(file('x')), { added: ['x'], removed: ['x/'] }],
    ['a file becomes a folder', tree(file('x')), tree(file('x/a')), { added: ['x/', 'x/a'], removed: ['x'] }],
    [
      'names that begin alike are not below each other',
      tree(file('x/a'), file('xy')),
      tree(file('xy')),
      { removed: ['x/'] },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changedPaths({ before, after })).toEqual({ ...nothing, ...expected });
  });
});

test('a folder alone is no change, as in git; a file in one is', () => {
  expect(hasNoChanges({ before: tree(), after: tree(folder('x')) })).toBe(true);
  expect(hasNoChanges({ before: tree(file('x/a')), after: tree() })).toBe(false);
});

test('the layer holds what was added and modified, and nothing else', () => {
  const before = tree(file('kept'), file('x/a'), file('x/old'));
  const after = tree(file('kept'), file('x/a', 'b'), file('new/c'));
  expect(layerOf({ before, after })).toEqual(tree(folder('x'), file('x/a', 'b'), file('new/c')));
});

test('changes applied to another tree leave its own files alone', () => {
  const sides = { before: tree(file('old'), file('a')), after: tree(file('a', 'b')) };
  expect(withChanges(tree(file('old'), file('a'), file('own')), sides)).toEqual(
    tree(file('a', 'b'), file('own')),
  );
});
