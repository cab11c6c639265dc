import { expect, test } from 'vitest';

import { commandOf, testFiles } from './commands.ts';
import { wholeRuns, type FileTime } from './file-times.ts';

const time = (path: string): FileTime => ({ path, tests: 1, milliseconds: 1 });
const all = ['dagger/test/a.test.ts', 'test/pipeline/b.test.ts', 'test/proofs/c.test.ts'];

test('a file of the proofs is theirs, every other is of npm test', () => {
  expect(all.map(commandOf)).toEqual(['npm test', 'npm test', 'npm run test:proofs']);
});

test('the test files are found, in folders with a dot too, and none of the sample projects', () => {
  const found = testFiles();
  expect(found).toEqual(
    expect.arrayContaining(['test/report/file-times.test.ts', '.github/test/rules.test.ts']),
  );
  expect(found.filter((path) => /fixtures|node_modules/.test(path))).toEqual([]);
});

test.each<[string, string[], string[]]>([
  ['every file is a run of both commands', all, ['npm test', 'npm run test:proofs']],
  ['the files of one command is a run of that one', all.slice(0, 2), ['npm test']],
  ['a part of the files is a run of none', all.slice(1, 2), []],
  ['no file is a run of none', [], []],
])('%s', (_, ran, commands) => {
  expect([...wholeRuns(ran.map(time), all).keys()]).toEqual(commands);
});

test('each command gets the times of its own files', () => {
  expect(wholeRuns(all.map(time), all).get('npm run test:proofs')).toEqual([time('test/proofs/c.test.ts')]);
});

test('a command without any file has no run', () => {
  expect([...wholeRuns(all.slice(0, 2).map(time), all.slice(0, 2)).keys()]).toEqual(['npm test']);
});
