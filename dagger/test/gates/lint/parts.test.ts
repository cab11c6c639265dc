import { expect, test } from 'vitest';

import { type LintPart, lintParts } from '../../../src/gates/lint/parts.ts';
import { factsOf } from '../../../src/project/facts/facts.ts';

/** The parts of a project with two workspaces, by the development dependencies of each package. */
function parts(
  packages: Readonly<Record<string, readonly string[]>>,
  others: readonly string[] = [],
): LintPart[] {
  const manifest = (names: readonly string[], more: object): string =>
    JSON.stringify({ ...more, devDependencies: Object.fromEntries(names.map((name) => [name, '^9.0.0'])) });
  const texts = new Map(
    Object.entries(packages).map(([folder, names]) => [
      folder === '.' ? 'package.json' : `${folder}/package.json`,
      manifest(names, folder === '.' ? { workspaces: ['packages/*'] } : {}),
    ]),
  );
  const facts = factsOf({ paths: [...texts.keys(), ...others], text: (path) => texts.get(path) });
  return lintParts({}, facts);
}

test('tools of the top look at the whole project from there', () => {
  const all = parts({ '.': ['eslint', 'typescript'], 'packages/a': ['typescript'] }, [
    'eslint.config.js',
    'tsconfig.json',
    'packages/a/tsconfig.json',
  ]);
  expect(all.map(({ folder, asked }) => [folder, asked])).toEqual([['.', ['eslint', 'tsc']]]);
});

test('workspaces have the tools that the top lacks', () => {
  const all = parts(
    { '.': ['prettier'], 'packages/a': ['typescript'], 'packages/b': ['oxlint', 'typescript'] },
    ['packages/a/tsconfig.json', 'packages/b/tsconfig.json', 'packages/b/.oxlintrc.json', '.prettierrc'],
  );
  expect(
    all.map(({ folder, asked }) => [folder, asked.filter((tool) => tool !== ('oxlint' as string))]),
  ).toEqual([
    ['.', ['prettier']],
    ['packages/b', ['tsc']],
    ['packages/a', ['tsc']],
  ]);
  expect(all.flatMap(({ notes }) => notes)).toEqual([]);
});

test('what the whole project has no tool for is told once', () => {
  const all = parts({ '.': [], 'packages/a': ['typescript'], 'packages/b': ['typescript'] }, [
    'packages/a/tsconfig.json',
    'packages/b/tsconfig.json',
  ]);
  expect(all.map(({ folder }) => folder)).toEqual(['packages/a', 'packages/b']);
  expect(all.flatMap(({ notes }) => notes)).toEqual([
    'the project has no linter',
    'the project has no formatter',
  ]);
});

test('what pipeline.json names is run at the top', () => {
  const facts = factsOf({ paths: [], text: () => undefined });
  expect(lintParts({ tools: ['eslint'] }, facts)).toEqual([
    { folder: '.', asked: ['eslint'], unsupported: [], notes: [] },
  ]);
});
