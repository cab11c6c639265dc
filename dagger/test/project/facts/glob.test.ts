import { expect, test } from 'vitest';

import { matchesGlob, normalGlob } from '../../../src/project/facts/glob.ts';

test.each([
  ['packages/a', 'packages/a'],
  ['./packages/a/', 'packages/a'],
  ['packages/*', 'packages/a'],
  ['packages/*', 'packages/a.b'],
  ['packages/a*z', 'packages/abcz'],
  ['packages/*-*', 'packages/api-client'],
  ['packages/?', 'packages/a'],
  ['packages/**', 'packages/a'],
  ['packages/**', 'packages/a/b/c'],
  ['packages/**/*', 'packages/a/b'],
  ['**', 'packages/a/b'],
  ['**/test', 'test'],
  ['**/test', 'a/b/test'],
  ['{apps,libs}/*', 'libs/a'],
  ['{apps,libs}/{a,b}', 'libs/b'],
  ['.config/*', '.config/a'],
  ['a[b]', 'a[b]'],
])('%s matches %s', (pattern, folder) => {
  expect(matchesGlob(pattern, folder)).toBe(true);
});

test.each([
  ['packages/*', 'packages'],
  ['packages/*', 'packages/a/b'],
  ['packages/a', 'packages/ab'],
  ['*', 'packages/a'],
  ['packages/*', 'packages/.hidden'],
  ['**', '.hidden/a'],
  ['**/test', 'a/tests'],
  ['packages/.', 'packages/a'],
  ['packages.a', 'packagesxa'],
  ['', 'a'],
])('%s does not match %s', (pattern, folder) => {
  expect(matchesGlob(pattern, folder)).toBe(false);
});

test('no pattern takes longer than the product of the lengths', () => {
  const stars = `${'**/'.repeat(200)}x`;
  expect(matchesGlob(stars, 'a/'.repeat(200).slice(0, -1))).toBe(false);
  expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).toBe(false);
  expect(matchesGlob('{a,b}'.repeat(100), 'c')).toBe(false);
});

test('what does not matter in a pattern is left out', () => {
  expect(normalGlob(' ././packages//*// ')).toBe('packages/*');
});
