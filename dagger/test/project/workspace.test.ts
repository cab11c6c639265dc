import { expect, test } from 'vitest';

import { foldersAbove, pathFrom, pathIn } from '../../src/project/workspace.ts';

test('the folders above a path are named from the nearest to the top', () => {
  expect(foldersAbove('a/b/c')).toEqual(['a/b', 'a', '.']);
  expect(foldersAbove('a')).toEqual(['.']);
  expect(foldersAbove('.')).toEqual([]);
});

test('a path is told from a folder, and in a folder', () => {
  expect(pathFrom('.', 'a/b')).toBe('a/b');
  expect(pathFrom('a', 'a/b/c')).toBe('b/c');
  expect(pathIn('.', 'a')).toBe('a');
  expect(pathIn('a', '.')).toBe('a');
  expect(pathIn('a', 'b')).toBe('a/b');
  expect(pathIn('.', '.')).toBe('.');
});
