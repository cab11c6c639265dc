import { expect, test } from 'vitest';

import { dependenciesOf, testFilesOf } from '../../../src/project/facts/subjects.ts';
import { sourcesFrom } from './made-up.ts';

test('test files are known by their name or their folder, and only scripts are', () => {
  const tests = [
    'a.test.ts',
    'src/b.spec.mjs',
    'test/c.js',
    'src/__tests__/deep/d.tsx',
    'packages/e/tests/e.cjs',
  ];
  const others = ['src/contest.ts', 'test/data.json', 'latest/f.ts', 'src/test.ts'];
  const files = Object.fromEntries([...tests, ...others].map((path) => [path, '']));
  expect(testFilesOf(sourcesFrom(files))).toEqual(tests);
});

test('packages are those of all manifests, each once', () => {
  const made = {
    'package.json': { workspaces: ['part'], dependencies: { hono: '4' }, devDependencies: { vitest: '4' } },
    'part/package.json': { dependencies: { hono: '4', zod: '4' } },
  };
  expect(dependenciesOf(sourcesFrom(made))).toEqual(['hono', 'vitest', 'zod']);
});
