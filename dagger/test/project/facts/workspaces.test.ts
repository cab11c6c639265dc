import { describe, expect, test } from 'vitest';

import { readManifest } from '../../../src/project/facts/manifest.ts';
import { workspacesOf } from '../../../src/project/facts/workspaces.ts';
import { filesFrom, type MadeUp } from './made-up.ts';

const folders: MadeUp = {
  'apps/web/package.json': {},
  'apps/api/package.json': {},
  'libs/deep/core/package.json': {},
  'libs/deep/test/package.json': {},
  'docs/index.md': '',
};

function found(workspaces: unknown, more: MadeUp = {}): ReturnType<typeof workspacesOf> {
  const manifest = readManifest('package.json', JSON.stringify({ workspaces }));
  return workspacesOf(filesFrom({ 'package.json': {}, ...folders, ...more }), manifest.found);
}

const names = ({ found: facts }: ReturnType<typeof workspacesOf>): string[] =>
  facts.map(({ value }) => value);

describe('folders with a package.json that match a pattern', () => {
  test.each([
    [['apps/*'], ['apps/api', 'apps/web']],
    [{ packages: ['apps/web'] }, ['apps/web']],
    [
      ['libs/**', './apps/api/'],
      ['apps/api', 'libs/deep/core', 'libs/deep/test'],
    ],
    [['libs/**', '!**/test'], ['libs/deep/core']],
    [['!**/test', 'libs/**'], ['libs/deep/core']],
    [['{apps,libs}/*'], ['apps/api', 'apps/web']],
    [['.', 'apps/api'], ['apps/api']],
    [undefined, []],
    [[], []],
  ])('%j', (patterns, expected) => {
    expect(names(found(patterns))).toEqual(expected);
  });

  test('each has the pattern as its evidence', () => {
    expect(found(['docs', 'apps/web']).found).toEqual([
      { value: 'apps/web', from: 'package.json: workspaces "apps/web"' },
    ]);
  });
});

test('the file of pnpm counts before package.json, and a difference is told', () => {
  const yaml = "packages:\n  - 'apps/*'\n  - '!apps/web'\n";
  const both = found(['libs/**'], { 'pnpm-workspace.yaml': yaml });
  expect(both.found).toEqual([{ value: 'apps/api', from: 'pnpm-workspace.yaml: packages "apps/*"' }]);
  expect(both.notes).toEqual([
    'package.json: workspaces and pnpm-workspace.yaml: packages differ: the second counts',
  ]);
  expect(found(undefined, { 'pnpm-workspace.yaml': yaml }).notes).toEqual([]);
});

test("pnpm's file without packages leaves those of package.json", () => {
  expect(
    names(found(['apps/web'], { 'pnpm-workspace.yaml': 'onlyBuiltDependencies:\n  - esbuild\n' })),
  ).toEqual(['apps/web']);
});

test("a notation of pnpm's file that is not understood is told", () => {
  const { notes } = found(['apps/web'], { 'pnpm-workspace.yaml': 'packages: [\n apps/*]' });
  expect(notes).toEqual([expect.stringContaining('it is not understood')]);
});

test.each(['../..', '/etc', 'apps/../../x', '..\\x', 'C:/x'])(
  '%s leaves the source, and is told',
  (pattern) => {
    const { found: facts, notes } = found([pattern]);
    expect(facts).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('leaves the source: it is left out')]);
  },
);

test('a pattern without a folder is told', () => {
  expect(found(['services/*']).notes).toEqual([
    'package.json: workspaces "services/*" matches no folder with a package.json',
  ]);
});
