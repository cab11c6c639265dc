import { expect, test } from 'vitest';

import {
  selectTools,
  suppressible,
  type ToolSelection,
  useOf,
  warningLimitFor,
} from '../../../src/gates/lint/tools.ts';
import { factsOf } from '../../../src/project/facts/facts.ts';
import type { LintTool } from '../../../src/project/settings/lint.ts';

/** The selection for a project with these development dependencies. */
function selected(packages: readonly string[], tools?: readonly LintTool[]): ToolSelection {
  const devDependencies = Object.fromEntries(packages.map((name) => [name, '^9.0.0']));
  const text = JSON.stringify({ devDependencies });
  const facts = factsOf({ paths: ['package.json', 'eslint.config.js'], text: () => text });
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

test('a tool that the gate cannot run is named', () => {
  expect(selected(['eslint', 'oxlint', 'typescript']).unsupported).toEqual(['oxlint']);
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
  expect(useOf('eslint', '8.57.1', facts)).toEqual({ version: '8.57.1', extensions });
});
