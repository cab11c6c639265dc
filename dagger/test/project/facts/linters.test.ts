import { describe, expect, test } from 'vitest';

import { formattersOf } from '../../../src/project/facts/formatters.ts';
import { lintersOf } from '../../../src/project/facts/linters.ts';
import { typeCheckersOf } from '../../../src/project/facts/type-checkers.ts';
import { type MadeUp, sourcesFrom } from './made-up.ts';

const dev = (packages: object): object => ({ devDependencies: packages });
const linters = (made: MadeUp): ReturnType<typeof lintersOf> => lintersOf(sourcesFrom(made));
const inRoot = (packages: object, ...files: string[]): MadeUp => ({
  'package.json': dev(packages),
  ...Object.fromEntries(files.map((file) => [file, ''])),
});

describe('linters', () => {
  test.each<[MadeUp, object[]]>([
    [
      inRoot({ eslint: '^9.1.0' }, 'eslint.config.mjs'),
      [
        {
          name: 'eslint',
          folder: '.',
          version: '^9.1.0',
          major: 9,
          config: 'eslint.config.mjs',
          style: 'flat',
        },
      ],
    ],
    [
      inRoot({ eslint: '~8.57.0' }, '.eslintrc.cjs'),
      [{ name: 'eslint', major: 8, config: '.eslintrc.cjs', style: 'eslintrc' }],
    ],
    [
      inRoot({ eslint: '8' }, '.eslintrc.json', 'eslint.config.js'),
      [{ config: 'eslint.config.js', style: 'flat' }],
    ],
    [
      { 'package.json': { eslintConfig: {}, devDependencies: { eslint: '8' } } },
      [{ config: 'package.json', style: 'eslintrc' }],
    ],
    [{ '.eslintrc.json': '' }, [{ name: 'eslint', version: undefined, major: undefined }]],
    [
      inRoot({ '@biomejs/biome': '2.1.4' }, 'biome.json'),
      [{ name: 'biome', version: '2.1.4', config: 'biome.json' }],
    ],
    [{ 'biome.jsonc': '{ // why\n}' }, [{ name: 'biome', config: 'biome.jsonc' }]],
    [inRoot({ oxlint: '^1' }), [{ name: 'oxlint', major: 1, config: undefined }]],
    [
      inRoot({ eslint: '10', oxlint: '1', '@biomejs/biome': '2' }, 'eslint.config.ts', '.oxlintrc.json'),
      [{ name: 'eslint' }, { name: 'biome' }, { name: 'oxlint', config: '.oxlintrc.json' }],
    ],
    [{ 'package.json': { dependencies: { eslint: '9' } }, 'eslint.config.js': '' }, [{ name: 'eslint' }]],
    [{ 'src/eslint.config.js': '' }, []],
    [{}, []],
  ])('%j', (made, expected) => {
    const { found, notes } = linters(made);
    expect(found.map(({ value }) => value)).toMatchObject(expected);
    expect(notes).toEqual([]);
  });

  test('the evidence is the dependency and the configuration', () => {
    expect(linters(inRoot({ eslint: '^9.1.0' }, 'eslint.config.js')).found[0]?.from).toBe(
      'package.json: devDependencies eslint "^9.1.0"; eslint.config.js',
    );
  });

  test.each<[string, MadeUp, string]>([
    ['no configuration', inRoot({ eslint: '^9.1.0' }), 'ESLint has no configuration in this folder'],
    ['an old configuration', inRoot({ eslint: '^9.1.0' }, '.eslintrc'), 'ESLint 9 does not read .eslintrc'],
    [
      'another linter',
      inRoot({ xo: '1' }),
      'package.json: devDependencies xo "1": a linter that no gate runs',
    ],
  ])('%s is told', (_, made, note) => {
    expect(linters(made).notes).toEqual([expect.stringContaining(note)]);
  });

  test('ranges that leave a choice have no major', () => {
    const majors = ['>=8', 'catalog:', 'latest', 'workspace:*', 'npm:other@^9.1.0', 'npm:@a/b@9'];
    const found = majors.map(
      (range) => linters(inRoot({ eslint: range }, 'eslint.config.js')).found[0]?.value.major,
    );
    expect(found).toEqual([undefined, undefined, undefined, undefined, 9, 9]);
  });
});

describe('in workspaces', () => {
  const root = (more: object): object => ({ workspaces: ['a', 'b'], ...more });
  const folders = (made: MadeUp): unknown[] =>
    linters({ 'a/package.json': {}, 'b/package.json': {}, ...made }).found.map(({ value }) => [
      value.name,
      value.folder,
      value.version,
    ]);

  test('a configuration of its own makes a folder one of its own, with the package of the root', () => {
    expect(
      folders({
        'package.json': root(dev({ eslint: '9' })),
        'eslint.config.js': '',
        'a/eslint.config.js': '',
      }),
    ).toEqual([
      ['eslint', '.', '9'],
      ['eslint', 'a', '9'],
    ]);
  });

  test('a dependency alone belongs to the root, if the tool is used there', () => {
    const made = { 'package.json': root(dev({ oxlint: '1' })), 'a/package.json': dev({ oxlint: '1' }) };
    expect(folders(made)).toEqual([['oxlint', '.', '1']]);
    expect(folders({ ...made, 'package.json': root({}) })).toEqual([['oxlint', 'a', '1']]);
  });

  test('of a tool that needs a configuration, the folders with one count', () => {
    const made = { 'a/package.json': dev({ eslint: '9' }), 'b/package.json': dev({ eslint: '9' }) };
    expect(folders({ 'package.json': root({}), ...made, 'b/eslint.config.js': '' })).toEqual([
      ['eslint', 'b', '9'],
    ]);
  });
});

describe('formatters', () => {
  const formatters = (made: MadeUp): unknown[] =>
    formattersOf(sourcesFrom(made)).found.map(({ value }) => [value.name, value.major, value.config]);

  test.each<[MadeUp, unknown[]]>([
    [inRoot({ prettier: '^3.1.0' }), []],
    [
      { 'package.json': { scripts: { fmt: 'prettier -w .' }, devDependencies: { prettier: '^3.1.0' } } },
      [['prettier', 3, undefined]],
    ],
    [inRoot({ prettier: '^2.1.0' }, '.prettierrc'), [['prettier', 2, '.prettierrc']]],
    [{ 'prettier.config.mjs': '' }, [['prettier', undefined, 'prettier.config.mjs']]],
    [{ 'package.json': { prettier: {} } }, [['prettier', undefined, 'package.json']]],
    [inRoot({ '@biomejs/biome': '2.0.0' }), [['biome', 2, undefined]]],
    [{ 'biome.json': { formatter: { enabled: false } } }, []],
    [{ 'biome.json': { linter: { enabled: false } } }, [['biome', undefined, 'biome.json']]],
    [{ 'biome.json': { formatter: 'no' } }, [['biome', undefined, 'biome.json']]],
    [{ '.prettierignore': '' }, []],
  ])('%j', (made, expected) => {
    expect(formatters(made)).toEqual(expected);
  });

  test('a linter of Biome that is switched off is none', () => {
    expect(linters({ 'biome.json': { linter: { enabled: false } } }).found).toEqual([]);
  });
});

describe('type checkers', () => {
  const checkers = (made: MadeUp): unknown[] =>
    typeCheckersOf(sourcesFrom(made)).found.map(({ value }) => [
      value.name,
      value.folder,
      value.major,
      value.config,
    ]);

  test.each<[MadeUp, unknown[]]>([
    [inRoot({ typescript: '~5.9.3' }, 'tsconfig.json'), [['tsc', '.', 5, 'tsconfig.json']]],
    [inRoot({ typescript: '~5.9.3' }), [['tsc', '.', 5, undefined]]],
    [inRoot({}, 'tsconfig.json'), [['tsc', '.', undefined, 'tsconfig.json']]],
    [
      inRoot({ '@typescript/native-preview': '7.0.0-dev.1' }, 'tsconfig.json'),
      [['tsc', '.', 7, 'tsconfig.json']],
    ],
    [
      inRoot({ typescript: '5', 'vue-tsc': '^2.0.0' }, 'tsconfig.json'),
      [['vue-tsc', '.', 2, 'tsconfig.json']],
    ],
    [inRoot({}, 'tsconfig.base.json'), []],
    [
      {
        'package.json': { workspaces: ['*'], devDependencies: { typescript: '5' } },
        'a/package.json': {},
        'a/tsconfig.json': '',
        'b/package.json': dev({ typescript: '6' }),
        'b/tsconfig.json': '',
        'c/package.json': dev({ typescript: '7' }),
      },
      [
        ['tsc', 'a', 5, 'a/tsconfig.json'],
        ['tsc', 'b', 6, 'b/tsconfig.json'],
      ],
    ],
  ])('%j', (made, expected) => {
    expect(checkers(made)).toEqual(expected);
  });

  test('a checker of components that no gate runs is told', () => {
    expect(typeCheckersOf(sourcesFrom(inRoot({ 'svelte-check': '4' }))).notes).toHaveLength(1);
  });
});
