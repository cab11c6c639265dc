import { expect, test } from 'vitest';

import { healthPathOf, portOf, rerunOf, sourcePath } from '../../src/project/arguments.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

test.each([
  ['Dockerfile', 'Dockerfile'],
  ['./docker/prod/Dockerfile', 'docker/prod/Dockerfile'],
  ['docker//prod/../Dockerfile', 'docker/Dockerfile'],
  ['k8s/', 'k8s'],
  ['.', '.'],
])('a path in the source has one name: %s', (given, path) => {
  expect(sourcePath('--dockerfile', given)).toBe(path);
});

test.each(['', ' ', '..', '../Dockerfile', 'a/../../b', '/etc/passwd'])(
  'a path that is not in the source is refused by its setting: %j',
  (given) => {
    const check = (): string => sourcePath('--dockerfile', given);
    expect(check).toThrow(UsageError);
    expect(check).toThrow(`--dockerfile: expected a path in the source, got ${JSON.stringify(given)}`);
  },
);

test.each([
  ['/health', '/health'],
  ['health', '/health'],
  [' api/health?deep=1', '/api/health?deep=1'],
])('a health path has its slash: %s', (given, path) => {
  expect(healthPathOf(given)).toBe(path);
});

test.each(['', 'http://localhost/health', '//other/health', 'a b'])(
  'what is no path is refused: %j',
  (given) => {
    expect(() => healthPathOf(given)).toThrow(/--health-path: expected a path such as \/health/);
  },
);

test('a port is one', () => {
  expect([1, 8000, 65_535].map(portOf)).toEqual([1, 8000, 65_535]);
  for (const port of [0, -1, 65_536, 80.5]) expect(() => portOf(port)).toThrow(/--port: expected/);
});

test('gates that run anew are named as the table has them, the image apart', () => {
  expect(rerunOf(['test', 'lint'], ['lint', 'test', 'image'])).toEqual(['test', 'lint']);
  expect(() => rerunOf(['tests'], ['lint', 'test', 'image'])).toThrow('--rerun: no gate is called tests');
  expect(() => rerunOf(['image'], ['lint', 'test', 'image'])).toThrow('a build that failed is never kept');
});
