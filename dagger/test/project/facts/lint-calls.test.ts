import { describe, expect, test } from 'vitest';

import { callsAmong, lintCallsOf } from '../../../src/project/facts/lint-calls.ts';
import type { LintProgram } from '../../../src/project/facts/lint-options.ts';
import { sourcesFrom } from './made-up.ts';

type Scripts = Readonly<Record<string, string>>;

/** The calls of a tool, as `script: its words`. */
const calls = (scripts: Scripts, tool: LintProgram = 'eslint'): string[] =>
  callsAmong(new Map(Object.entries(scripts)))
    .filter((call) => call.tool === tool)
    .map(({ script, command, arguments: words }) =>
      `${script}: ${[command, ...words].filter((word) => word !== undefined).join(' ')}`.trim(),
    );

describe('the calls that stand for what a person runs', () => {
  test.each<[string, Scripts, LintProgram, readonly string[]]>([
    ['the script lint', { lint: 'eslint src', other: 'eslint test' }, 'eslint', ['lint: src']],
    ['what it calls', { lint: 'run-s lint:*', 'lint:js': 'eslint .' }, 'eslint', ['lint: .']],
    [
      'a check before a fix',
      { lint: 'eslint . --fix', 'lint-check': 'eslint "**/*.js"' },
      'eslint',
      ['lint-check: **/*.js'],
    ],
    [
      'a fix of lint before other checks',
      { lint: 'eslint . --fix', 'test:lint': 'eslint test' },
      'eslint',
      ['lint: .'],
    ],
    ['a fix where nothing checks', { format: 'prettier --write src/' }, 'prettier', ['format: src/']],
    [
      'all checks of other names',
      { 'fmt:a': 'prettier -c a', 'fmt:b': 'prettier --check b', fix: 'prettier -w .' },
      'prettier',
      ['fmt:a: a', 'fmt:b: b'],
    ],
    [
      'each call once',
      { validate: 'npm run a && npm run b', a: 'eslint x', b: 'eslint x' },
      'eslint',
      ['validate: x'],
    ],
    [
      'by a wrapper or a path',
      { lint: 'npx eslint a && node node_modules/eslint/bin/eslint.js b' },
      'eslint',
      ['lint: a', 'lint: b'],
    ],
    [
      "Biome's own command",
      { lint: 'biome check --write ./src', ci: 'biome ci ./src' },
      'biome',
      ['ci: ci ./src'],
    ],
    ['none without a command of Biome', { lint: 'biome migrate' }, 'biome', []],
    ['none of a plugin', { lint: 'eslint-config-x .' }, 'eslint', []],
  ])('%s', (_, scripts, tool, expected) => {
    expect(calls(scripts, tool)).toEqual(expected);
  });

  test.each([
    'eslint $(git diff --name-only)',
    'eslint `git ls-files`',
    'eslint $FILES',
    'eslint --print-config a.js',
    'cat a.js | eslint --stdin',
  ])('none for %s, of which only a shell knows the files', (lint) => {
    expect(calls({ lint })).toEqual([]);
  });
});

test.each([
  ['eslint src lib --ext .ts,.js -c other.js', ['src', 'lib']],
  ['eslint --cache --cache-location tmp . > out.txt', ['.']],
  ['eslint -f json -o out.json src 2>&1', ['src']],
  ['eslint --no-error-on-unmatched-pattern -- -odd', ['-odd']],
  ['eslint --ignore-pattern=dist', []],
])('the paths of %s are %j', (lint, paths) => {
  expect(callsAmong(new Map([['lint', lint]]))[0]?.paths).toEqual(paths);
});

test('a pattern outside of quotes is one of the shell, a path or a quoted pattern is not', () => {
  const [call] = callsAmong(new Map([['lint', `eslint a/*.js "b/*.js" 'c/'*.js src`]]));
  expect(call?.patterns).toEqual(['a/*.js', 'c/*.js']);
  expect(call?.paths).toEqual(['a/*.js', 'b/*.js', 'c/*.js', 'src']);
});

test.each([
  ['eslint . --max-warnings 3', 3],
  ['eslint . --max-warnings=-1', undefined],
  ['oxlint --deny-warnings', 0],
  ['biome ci --error-on-warnings .', 0],
  ['eslint .', undefined],
])('%s ends well with %s warnings', (lint, limit) => {
  expect(callsAmong(new Map([['lint', lint]]))[0]?.warningLimit).toBe(limit);
});

test('the evidence is the script, and no workspace is a part of it', () => {
  const made = {
    'package.json': { workspaces: ['a'], scripts: { lint: 'eslint src' } },
    'a/package.json': { scripts: { lint: 'eslint .' } },
  };
  expect(lintCallsOf(sourcesFrom(made)).map(({ from }) => from)).toEqual([
    'package.json: scripts.lint "eslint src"',
  ]);
});
