import { expect, test } from 'vitest';

import type { FileTime } from './file-times.ts';
import { folderTable, slowestFiles } from './tables.ts';

const times: FileTime[] = [
  { path: 'service/test/a.test.ts', tests: 7, milliseconds: 1_234 },
  { path: 'test/pipeline/b.test.ts', tests: 3, milliseconds: 100_000 },
  { path: 'service/test/c.test.ts', tests: 12, milliseconds: 2_000 },
];

test('the slowest files come first, as many as were asked for', () => {
  expect(slowestFiles(times, 2)).toEqual(['100.0  test/pipeline/b.test.ts', '  2.0  service/test/c.test.ts']);
});

test('fewer files than were asked for are all of them', () => {
  expect(slowestFiles(times, 10)).toHaveLength(3);
});

test('a folder has the sum of its files, the slowest folder first, and all of them at the end', () => {
  expect(folderTable(times)).toEqual([
    'seconds  files  tests  folder',
    '  100.0      1      3  test/pipeline',
    '    3.2      2     19  service/test',
    '  103.2      3     22  sum',
  ]);
});

test('no file makes no folder, and a sum of nothing', () => {
  expect(folderTable([])).toEqual(['seconds  files  tests  folder', '    0.0      0      0  sum']);
  expect(slowestFiles([], 10)).toEqual([]);
});
