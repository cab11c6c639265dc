import { describe, expect, test } from 'vitest';

import { allowedScripts } from '../../../src/gates/packages/allowed-scripts.ts';

const manifest = (content: object): { 'package.json': string } => ({
  'package.json': JSON.stringify(content),
});

test('without any list no script runs', () => {
  expect(allowedScripts([], 'npm', {})).toEqual([]);
  expect(allowedScripts([], 'pnpm', manifest({ dependencies: { sharp: '1' } }))).toEqual([]);
});

test('those that the audit accepts run, by whatever manager', () => {
  for (const name of ['npm', 'pnpm', 'yarn', 'bun'] as const) {
    expect(allowedScripts(['sharp', 'esbuild', 'sharp'], name, {})).toEqual(['esbuild', 'sharp']);
  }
});

describe("the manager's own list", () => {
  test.each([
    ['npm', manifest({ allowScripts: { sharp: true, '@a/b@1.0.0': true } })],
    ['pnpm', manifest({ pnpm: { onlyBuiltDependencies: ['sharp', '@a/b'] } })],
    ['pnpm', { 'pnpm-workspace.yaml': 'onlyBuiltDependencies:\n  - sharp\n  - "@a/b"\n' }],
    [
      'pnpm',
      {
        'pnpm-workspace.yaml': "allowBuilds:\n  sharp: true # images\n  '@a/b': true\n  c: false\nd: true\n",
      },
    ],
    [
      'pnpm',
      { 'pnpm-workspace.yaml': "allowBuilds:\n  'sharp@0.33.0 || 0.34.0': true\n  '@a/b@1.0.0': true\n" },
    ],
    [
      'yarn',
      manifest({
        dependenciesMeta: { sharp: { built: true }, '@a/b': { built: true }, c: { optional: true } },
      }),
    ],
    ['bun', manifest({ trustedDependencies: ['sharp', '@a/b'] })],
  ] as const)('of %s in %j', (name, texts) => {
    expect(allowedScripts([], name, texts)).toEqual(['@a/b', 'sharp']);
  });

  test.each([
    ['npm', manifest({ allowScripts: { sharp: false } })],
    ['pnpm', manifest({ pnpm: { neverBuiltDependencies: ['sharp'] } })],
    ['pnpm', { 'pnpm-workspace.yaml': 'ignoredBuiltDependencies: [sharp]\n' }],
    ['pnpm', { 'pnpm-workspace.yaml': 'allowBuilds:\n  sharp: false\n' }],
    ['yarn', manifest({ dependenciesMeta: { sharp: { built: false } } })],
  ] as const)('of %s that denies one in %j counts before what the audit accepts', (name, texts) => {
    expect(allowedScripts(['sharp', 'esbuild'], name, texts)).toEqual(['esbuild']);
  });

  test('of another manager says nothing', () => {
    expect(allowedScripts([], 'npm', manifest({ trustedDependencies: ['sharp'] }))).toEqual([]);
  });

  test.each([
    ['{'],
    ['[]'],
    ['{"allowScripts": ["sharp"], "trustedDependencies": {"sharp": true}, "pnpm": 1}'],
  ])('that is no list says nothing: %s', (text) => {
    for (const name of ['npm', 'pnpm', 'yarn', 'bun'] as const) {
      expect(allowedScripts([], name, { 'package.json': text })).toEqual([]);
    }
  });
});
