import { describe, expect, test } from 'vitest';

import {
  contextFor,
  selectTools,
  suppressible,
  type ToolSelection,
  useOf,
  warningLimitFor,
} from '../../../src/gates/lint/tools.ts';
import { factsOf } from '../../../src/project/facts/facts.ts';
import type { LintScopeName, LintTool } from '../../../src/project/settings/lint.ts';

/** The selection for a project with these development dependencies. */
function selected(packages: readonly string[], tools?: readonly LintTool[]): ToolSelection {
  const devDependencies = Object.fromEntries(packages.map((name) => [name, '^9.0.0']));
  const text = JSON.stringify({ devDependencies });
  const facts = factsOf({
    paths: ['package.json', 'eslint.config.js', ...(packages.includes('prettier') ? ['.prettierrc'] : [])],
    text: () => text,
  });
  return selectTools(tools === undefined ? {} : { tools }, facts);
}

test('the tools that a project has are asked', () => {
  expect(selected(['typescript', 'eslint', 'prettier'])).toEqual({
    asked: ['eslint', 'prettier', 'tsc'],
    unsupported: [],
    notes: [],
  });
});

test('what a project has no tool for is not asked, and told', () => {
  expect(selected(['eslint'])).toEqual({
    asked: ['eslint'],
    unsupported: [],
    notes: ['the project has no formatter', 'the project has no type checker'],
  });
});

test('several linters of one project are all asked', () => {
  expect(selected(['eslint', '@biomejs/biome', 'oxlint', 'typescript'])).toMatchObject({
    asked: ['eslint', 'biome', 'oxlint', 'tsc'],
    unsupported: [],
  });
});

test('those that pipeline.json names are asked, whether the project has them or not, and no others', () => {
  expect(selected(['@biomejs/biome', 'eslint'], ['tsc'])).toEqual({
    asked: ['tsc'],
    unsupported: [],
    notes: [],
  });
});

test.each([
  ["those of the project's own script", {}, 3],
  ['none, if pipeline.json says that they fail', { warnings: 'fail' as const }, 0],
  ['any number, if pipeline.json says that they pass', { warnings: 'pass' as const }, undefined],
])('the warnings that are let through are %s', (_, settings, limit) => {
  const text = JSON.stringify({
    scripts: { lint: 'eslint . --max-warnings 3' },
    devDependencies: { eslint: '10.0.0' },
  });
  expect(warningLimitFor(settings, factsOf({ paths: ['package.json'], text: () => text }))).toBe(limit);
});

test("the suppressions of Vue's type checker are those of TypeScript's", () => {
  expect(suppressible(['eslint', 'tsc', 'vue-tsc'])).toEqual(['eslint', 'tsc']);
});

test.each([
  ['.eslintrc.json', ['.ts']],
  ['eslint.config.js', []],
])('an ESLint that is configured by %s is given the endings %j of the scripts', (config, extensions) => {
  const text = JSON.stringify({
    scripts: { lint: 'eslint --ext .ts .' },
    devDependencies: { eslint: '8.57.0' },
  });
  const facts = factsOf({
    paths: ['package.json', config],
    text: (path) => (path === 'package.json' ? text : undefined),
  });
  const project = { facts, configuration: { lint: { scope: 'source' } }, files: [] } as const;
  expect(useOf('eslint', '8.57.1', project)).toEqual({ version: '8.57.1', extensions, calls: [] });
});

/** A project with one file of scripts. */
function used(
  tool: LintTool,
  scripts: Readonly<Record<string, string>>,
  { config = 'eslint.config.js', scope = 'scripts' }: { config?: string; scope?: LintScopeName } = {},
): ReturnType<typeof useOf> {
  const text = JSON.stringify({ scripts, devDependencies: { [tool]: '1.0.0' } });
  const paths = ['package.json', config];
  const facts = factsOf({ paths, text: (path) => (path === 'package.json' ? text : undefined) });
  const files = ['a.js', 'src/b.js', 'src/deep/c.js'];
  return useOf(tool, '1.0.0', { facts, configuration: { lint: { scope } }, files });
}

describe('what the scripts give a tool is what it is given', () => {
  test.each<[LintTool, string, readonly string[]]>([
    ['eslint', 'eslint src --fix --max-warnings 0 -f stylish', ['src']],
    ['eslint', 'eslint --ignore-pattern dist', ['.', '--ignore-pattern', 'dist']],
    ['eslint', 'eslint "src/**/*.js" --ext .js', ['src/**/*.js']],
    ['prettier', 'prettier --check src docs --end-of-line auto', ['src', 'docs', '--end-of-line', 'auto']],
    ['prettier', 'prettier --check **/*.js', ['src/b.js']],
    ['prettier', 'prettier --check none/*.js', ['none/*.js']],
    ['oxlint', 'oxlint -c other.json', ['.', '-c', 'other.json']],
  ])('%s: %s', (tool, lint, words) => {
    expect(used(tool, { lint }).calls).toEqual([{ command: undefined, words }]);
  });

  test('the endings too, where the configuration has none', () => {
    const { calls } = used('eslint', { lint: 'eslint --ext .ts .' }, { config: '.eslintrc.json' });
    expect(calls).toEqual([{ command: undefined, words: ['--ext', '.ts', '.'] }]);
  });

  test('unless pipeline.json asks for the whole source', () => {
    expect(used('eslint', { lint: 'eslint src' }, { scope: 'source' }).calls).toEqual([]);
  });
});

test("each tool's warnings have the limit of its own calls", () => {
  const scripts = { lint: 'eslint src --max-warnings 4 && oxlint --deny-warnings && biome check .' };
  const facts = factsOf({ paths: ['package.json'], text: () => JSON.stringify({ scripts }) });
  const limits = (['eslint', 'oxlint', 'biome'] as const).map((tool) => warningLimitFor({}, facts, tool));
  expect(limits).toEqual([4, 0, undefined]);
});

test('the decision on a tool is told what its calls look at, and what they leave out', () => {
  const text = JSON.stringify({ scripts: { lint: 'biome check ./src' } });
  const facts = factsOf({ paths: ['package.json'], text: () => text });
  const lint = { scope: 'scripts', parts: [] } as const;
  const scripts = ['src/a.ts', 'test/b.ts'];
  expect(contextFor('biome', { facts, configuration: { lint }, scripts })).toMatchObject({
    scope: { paths: './src', by: 'scripts.lint' },
    outside: ['test/b.ts'],
    calls: 1,
  });
  expect(contextFor('eslint', { facts, configuration: { lint }, scripts }).scope).toBeUndefined();
});
