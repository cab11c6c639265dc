import { expect, test } from 'vitest';

import { type EslintOptions, eslintOptionsOf } from '../../../src/project/facts/eslint-options.ts';
import { sourcesFrom } from './made-up.ts';

const optionsOf = (scripts: Readonly<Record<string, string>>): EslintOptions =>
  eslintOptionsOf(sourcesFrom({ 'package.json': { scripts } }));

test.each([
  ['a word of its own', { lint: 'eslint . --max-warnings 0' }, 0],
  ['joined by an equals sign', { lint: 'eslint --max-warnings=5 src' }, 5],
  ['behind a wrapper, in another command', { check: 'tsc && npx eslint . --max-warnings 2' }, 2],
  ['the lowest of several', { lint: 'eslint . --max-warnings 9', strict: 'eslint . --max-warnings 1' }, 1],
])('the limit of warnings is read: %s', (_, scripts, limit) => {
  expect(optionsOf(scripts).warningLimit).toBe(limit);
});

test.each([
  ['no script sets one', { lint: 'eslint .' }],
  ['it is negative, which is no limit', { lint: 'eslint . --max-warnings -1' }],
  ['another program has it', { lint: 'stylelint . --max-warnings 0' }],
])('there is none if %s', (_, scripts) => {
  expect(optionsOf(scripts).warningLimit).toBeUndefined();
});

test('the endings of all scripts are read, each once', () => {
  const scripts = {
    lint: 'eslint --ext .ts,.js src',
    fix: 'eslint --ext=.ts --ext vue . --fix',
    other: 'eslint .',
  };
  expect(optionsOf(scripts).extensions).toEqual(['.js', '.ts', 'vue']);
});

test('what is no ending is left out', () => {
  expect(optionsOf({ lint: 'eslint --ext $EXT,.t*s .' }).extensions).toEqual([]);
});
