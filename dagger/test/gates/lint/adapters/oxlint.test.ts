import { expect, test } from 'vitest';

import { oxlint } from '../../../../src/gates/lint/adapters/oxlint.ts';
import type { Evidence } from '../../../../src/verdict/evidence.ts';
import type { Decision } from '../../../../src/verdict/model.ts';
import type { LintContext } from '../../../../src/gates/lint/adapter.ts';
import { fixture } from '../../../support/fixture.ts';

const silent: Evidence = { exitCode: 0, stdout: '', stderr: '' };
const counted = (files: number): Evidence => ({
  ...silent,
  stdout: `\nFound 0 warnings and 0 errors.\nFinished in 43ms on ${String(files)} file${files === 1 ? '' : 's'} with 96 rules using 2 threads.\n`,
});
const decided = (listed: Evidence, files = 2, context: Partial<LintContext> = {}): readonly Decision[] =>
  oxlint.decide([listed, counted(files)], { scripts: [], ...context });

test('the whole source is linted but for its packages, or what the scripts name', () => {
  const words = (calls: readonly { command: undefined; words: readonly string[] }[]): string[] =>
    oxlint.commands({ version: '1.94.0', extensions: [], calls }).map((one) => one.words.slice(2).join(' '));
  expect(words([])).toEqual([
    '--ignore-pattern=node_modules --format=json .',
    '--ignore-pattern=node_modules --silent .',
  ]);
  expect(words([{ command: undefined, words: ['src'] }])[0]).toBe(
    '--ignore-pattern=node_modules --format=json src',
  );
});

test.each([
  ['oxlint.json', { line: 2, column: 1 }],
  ['oxlint-0.json', {}],
])('in %s an error is red and a warning is told', (name, place) => {
  const [decision] = decided({ ...silent, exitCode: 1, stdout: fixture(name) });
  expect(decision).toMatchObject({
    outcome: 'failed',
    reason: 'oxlint: 1 finding in 2 files, 1 warning',
    findings: [{ tool: 'oxlint', rule: 'syntax', file: 'src/broken.ts', severity: 'HIGH' }],
    tolerated: [{ rule: 'eslint(no-debugger)', file: 'src/a.js', ...place }],
  });
});

test('warnings above the limit are red', () => {
  const listed = { ...silent, stdout: fixture('oxlint.json') };
  expect(decided(listed, 2, { warningLimit: 0 })).toMatchObject([{ outcome: 'failed', findings: [{}, {}] }]);
});

test('no file to lint is unavailable, whatever sentence stands before the report', () => {
  const stdout =
    'No files found to lint. Please check your paths and ignore patterns.\n{ "diagnostics": [] }\n';
  expect(decided({ ...silent, exitCode: 1, stdout }, 0)).toMatchObject([
    { outcome: 'unavailable', reason: 'oxlint checked no file' },
  ]);
});

test('what is no report is unavailable', () => {
  expect(decided({ ...silent, exitCode: 1, stdout: 'Failed to parse configuration file.' })).toMatchObject([
    { outcome: 'unavailable' },
  ]);
  expect(decided({ ...silent, exitCode: 101, broke: true })).toMatchObject([{ outcome: 'unavailable' }]);
});

test('what its calls leave out is told', () => {
  const scope = { paths: 'src', by: 'scripts.lint' };
  const listed = { ...silent, stdout: '{ "diagnostics": [] }' };
  expect(decided(listed, 2, { scope, outside: ['test/a.js'] })).toMatchObject([
    { notes: ['oxlint looks at src alone, as scripts.lint says: 1 file is left out: test/a.js'] },
  ]);
});
