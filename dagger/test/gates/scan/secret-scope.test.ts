import { expect, test } from 'vitest';

import { secretScope } from '../../../src/gates/scan/secret-scope.ts';
import { parseSourceFiles, scriptsAmong, someOf } from '../../../src/project/files.ts';

const source = { files: ['a.ts', 'b/logo.png', 'b/c.md', 'dev/d.ts'], binary: ['b/logo.png'] };

test('what is no text, or left out by the project, is not among the files that were looked at', () => {
  expect(secretScope(source, [])).toEqual({
    scope: '3 of 4 files of the source',
    nothing: false,
    notes: ['binary files are not searched for secrets: b/logo.png'],
  });
  expect(secretScope(source, ['b', 'a.ts'])).toMatchObject({
    scope: '1 of 4 files of the source',
    notes: [],
  });
  expect(secretScope({ files: ['a.ts'], binary: [] }, ['a']).scope).toBe('1 file of the source');
});

test('where nothing is left to look at, nothing was checked', () => {
  expect(secretScope(source, ['a.ts', 'b', 'dev']).nothing).toBe(true);
});

test('scripts are told from declarations and from all else', () => {
  const files = ['a.ts', 'b.d.ts', 'c.mjs', 'd.cts', 'e.tsx', 'f.json', 'g.vue'];
  expect(scriptsAmong(files)).toEqual(['a.ts', 'c.mjs', 'd.cts', 'e.tsx']);
});

test('of many names the first are told', () => {
  expect(someOf(['a', 'b', 'c'])).toBe('a, b, c');
  expect(someOf(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});

test('an answer that is none is an error', () => {
  expect(parseSourceFiles(JSON.stringify(source))).toEqual(source);
  expect(() => parseSourceFiles('{"files": []}')).toThrow('/binary');
});
