import { expect, test } from 'vitest';

import { testFolders } from '../../../src/gates/test/parts.ts';
import type { TestRunner } from '../../../src/project/facts/test-runners.ts';

const folders = (...found: readonly (readonly [folder: string, name: TestRunner['name']])[]): string[] =>
  testFolders({
    testRunners: found.map(([folder, name]) => ({
      from: 'package.json',
      value: { folder, name, version: undefined, major: undefined, script: 'test' },
    })),
  });

test('a project without workspaces has one folder', () => {
  expect(folders()).toEqual(['.']);
  expect(folders(['.', 'vitest'], ['.', 'node:test'])).toEqual(['.']);
});

test('workspaces are tested by themselves where the top has no tests', () => {
  expect(folders(['packages/a', 'vitest'], ['packages/b', 'jest'], ['packages/b', 'mocha'])).toEqual([
    'packages/a',
    'packages/b',
  ]);
});

test('a workspace is part of the run at the top, unless another runner runs its tests', () => {
  expect(folders(['.', 'vitest'], ['packages/a', 'vitest'], ['packages/b', 'jest'])).toEqual([
    '.',
    'packages/b',
  ]);
});
