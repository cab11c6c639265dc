import { expect, test } from 'vitest';

import { prettier } from '../../../../src/gates/lint/adapters/prettier.ts';
import type { Evidence } from '../../../../src/verdict/evidence.ts';

const silent: Evidence = { exitCode: 0, stdout: '', stderr: '' };
const written = { ...silent, stdout: 'a.js 61ms\nok.js 2ms\npackage.json 2ms\n' };

test('version 3 is asked once, version 2 twice, each by its own program', () => {
  const words = (version: string): string[] =>
    prettier.commands({ version, extensions: [], calls: [] }).map((one) => one.words.join(' '));
  expect(words('3.10.1')).toEqual(['node node_modules/prettier/bin/prettier.cjs --write .']);
  expect(words('2.8.8')).toEqual([
    'node node_modules/prettier/bin-prettier.js --write .',
    'node node_modules/prettier/bin-prettier.js --list-different .',
  ]);
});

test('by version 2 those files are red that it lists, though it names every file as written', () => {
  const different = { ...silent, exitCode: 1, stdout: 'a.js\n' };
  expect(prettier.decide([written, different], { scripts: [] })).toMatchObject([
    {
      outcome: 'failed',
      reason: 'prettier: 1 finding in 3 files',
      findings: [{ file: 'a.js', rule: 'format' }],
    },
  ]);
});

test('by version 2 a project is green of which it lists none', () => {
  expect(prettier.decide([written, silent], { scripts: [] })).toMatchObject([
    { outcome: 'passed', reason: 'prettier: 0 findings in 3 files' },
  ]);
});

test('a list that broke down makes it unavailable', () => {
  const broken: Evidence = { ...silent, exitCode: 137, broke: true };
  expect(prettier.decide([written, broken], { scripts: [] })).toMatchObject([{ outcome: 'unavailable' }]);
});

test('each call of the scripts is repeated, and what they say together counts once', () => {
  const calls = [
    { command: undefined, words: ['src'] },
    { command: undefined, words: ['src', 'docs'] },
  ];
  const commands = prettier.commands({ version: '2.8.8', extensions: [], calls });
  expect(commands.map(({ words }) => words.slice(2).join(' '))).toEqual([
    '--write src',
    '--write src docs',
    '--list-different src',
    '--list-different src docs',
  ]);
  const one = { ...silent, stdout: 'src/a.js 61ms\n' };
  const both = { ...silent, stdout: 'src/a.js 61ms\ndocs/b.js 2ms\n' };
  const different = { ...silent, exitCode: 1, stdout: 'src/a.js\n' };
  const scope = { paths: 'src, docs', by: 'scripts.lint' };
  const context = { scripts: ['src/a.js', 'docs/b.js', 'test/c.js'], calls: 2, scope };
  expect(prettier.decide([one, both, different, different], context)).toMatchObject([
    {
      outcome: 'failed',
      reason: 'prettier: 1 finding in 2 of 3 files',
      notes: ['prettier looks at src, docs alone, as scripts.lint says: 1 file is left out: test/c.js'],
    },
  ]);
});

test('a pattern that names no file is told beside what was checked, as Prettier itself fails for it', () => {
  const lacking = {
    exitCode: 2,
    stdout: 'a.js 2ms (unchanged)\n',
    stderr: '[error] No files matching the pattern were found: "docs/*.md".\n',
  };
  expect(prettier.decide([lacking], { scripts: [] })).toMatchObject([
    { outcome: 'unavailable', reason: expect.stringContaining('docs/*.md') as string },
  ]);
});
