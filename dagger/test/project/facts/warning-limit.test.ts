import { expect, test } from 'vitest';

import { warningLimitOf } from '../../../src/project/facts/warning-limit.ts';
import { sourcesFrom } from './made-up.ts';

const limitOf = (scripts: Readonly<Record<string, string>>): number | undefined =>
  warningLimitOf(sourcesFrom({ 'package.json': { scripts } }));

test.each([
  ['a word of its own', { lint: 'eslint . --max-warnings 0' }, 0],
  ['joined by an equals sign', { lint: 'eslint --max-warnings=5 src' }, 5],
  ['behind a wrapper, in another command', { check: 'tsc && npx eslint . --max-warnings 2' }, 2],
  ['the lowest of several', { lint: 'eslint . --max-warnings 9', strict: 'eslint . --max-warnings 1' }, 1],
])('the limit of warnings is read: %s', (_, scripts, limit) => {
  expect(limitOf(scripts)).toBe(limit);
});

test.each([
  ['no script sets one', { lint: 'eslint .' }],
  ['it is negative, which is no limit', { lint: 'eslint . --max-warnings -1' }],
  ['another program has it', { lint: 'stylelint . --max-warnings 0' }],
])('there is none if %s', (_, scripts) => {
  expect(limitOf(scripts)).toBeUndefined();
});
