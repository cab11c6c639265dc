import { expect, test } from 'vitest';

import { callsAmong, type LintCall } from '../../../src/project/facts/lint-calls.ts';
import { expanded, outside, scopeOf, type ToolScope } from '../../../src/gates/lint/tool-scope.ts';

const calls = (scripts: Readonly<Record<string, string>>): LintCall[] =>
  callsAmong(new Map(Object.entries(scripts)));

test.each<[string, ToolScope | undefined]>([
  ['eslint src', { paths: 'src', by: 'scripts.lint' }],
  ['eslint a b c d e', { paths: 'a, b, c, d, ...', by: 'scripts.lint' }],
  ['eslint "src/**"', { paths: 'src/**', by: 'scripts.lint' }],
  ['eslint .', undefined],
  ['eslint', undefined],
  ['eslint src && eslint .', undefined],
])('the scope of %s is %j', (lint, scope) => {
  expect(scopeOf(calls({ lint }))).toEqual(scope);
});

test('several scripts are named', () => {
  expect(scopeOf(calls({ 'lint:a': 'eslint a', 'lint:b': 'eslint b' }))?.by).toBe(
    'scripts.lint:a and scripts.lint:b',
  );
});

const files = ['a.js', 'b/c.js', 'b/d/e.js', '.hidden/f.js', 'b/.g.js'];

test.each([
  ['eslint **/*.js', ['b/c.js']],
  ['eslint ./*.js', ['a.js']],
  ['eslint "**/*.js"', ['**/*.js']],
  ['eslint x/*.js', ['x/*.js']],
])('a shell makes %s look at %j', (lint, words) => {
  expect(calls({ lint }).flatMap((call) => expanded(call, files))).toEqual(words);
});

test('files outside of the paths are those that no path names or contains', () => {
  expect(outside(calls({ lint: 'biome ci ./b' }), files)).toEqual(['a.js', '.hidden/f.js']);
  expect(outside(calls({ lint: 'biome ci a.js "b/**/*.js"' }), files)).toEqual(['.hidden/f.js', 'b/.g.js']);
});
