import { describe, expect, test } from 'vitest';

import { environmentsOf } from '../../../src/project/facts/environment.ts';
import { buildScripts, generateScripts } from '../../../src/project/facts/scripts.ts';
import { type MadeUp, sourcesFrom } from './made-up.ts';

const build = { scripts: { build: 'tsc' } };

describe('build scripts', () => {
  test.each<[MadeUp, string[]]>([
    [{ 'package.json': build }, ['.']],
    [{ 'package.json': { workspaces: ['*'], ...build }, 'a/package.json': build }, ['.']],
    [{ 'package.json': { workspaces: ['*'] }, 'a/package.json': build, 'b/package.json': {} }, ['a']],
    [{ 'package.json': { scripts: { build: ' ', 'build:all': 'x' } } }, []],
  ])('%j', (made, folders) => {
    expect(buildScripts(sourcesFrom(made)).map(({ value }) => value.folder)).toEqual(folders);
  });

  test('a script is told with its command', () => {
    expect(buildScripts(sourcesFrom({ 'package.json': build }))).toEqual([
      { value: { folder: '.', name: 'build', command: 'tsc' }, from: 'package.json: scripts.build "tsc"' },
    ]);
  });
});

describe('what generates', () => {
  const generated = (made: MadeUp): string[] =>
    generateScripts(sourcesFrom(made)).map(({ value }) => value.name ?? value.command);
  const scripts = (more: object, packages: object = {}): MadeUp => ({
    'package.json': { scripts: more, devDependencies: packages },
  });

  test.each<[MadeUp, string[]]>([
    [
      scripts({ pretest: 'a', generate: 'b', codegen: 'c', prepare: 'd', other: 'e' }),
      ['prepare', 'generate', 'codegen', 'pretest'],
    ],
    [scripts({ postinstall: 'patch-package' }), ['postinstall']],
    [
      { ...scripts({ postinstall: 'prisma generate' }, { prisma: '6' }), 'schema.prisma': '' },
      ['postinstall'],
    ],
    [scripts({ postinstall: 'husky' }), []],
    [scripts({ generate: 'nuxt generate', postinstall: 'nuxt prepare' }), ['postinstall']],
    [scripts({ prepare: 'husky' }), []],
    [scripts({ prepare: 'husky install || true' }), []],
    [scripts({ prepare: 'is-ci || husky install' }), []],
    [scripts({ prepare: 'husky && npm run build', build: 'tsc' }), ['prepare']],
    [scripts({ pretest: 'husky' }), ['pretest']],
    [{ ...scripts({}, { prisma: '6' }), 'prisma/schema.prisma': '' }, ['prisma generate']],
    [
      { ...scripts({}, { '@prisma/client': '6' }), 'db/a.prisma': '', 'db/b/schema.prisma': '' },
      ['prisma generate'],
    ],
    [
      { ...scripts({ generate: 'prisma generate' }, { prisma: '6' }), 'prisma/schema.prisma': '' },
      ['generate'],
    ],
    [scripts({}, { prisma: '6' }), []],
    [{ ...scripts({}), 'prisma/schema.prisma': '' }, []],
    [scripts({}), []],
  ])('%j', (made, expected) => {
    expect(generated(made)).toEqual(expected);
  });

  test('the schema is evidence, in its workspace', () => {
    const made = {
      'package.json': { workspaces: ['a', 'b'] },
      'a/package.json': { dependencies: { prisma: '^6' } },
      'a/prisma/schema.prisma': '',
      'b/package.json': { dependencies: { prisma: '^6' } },
    };
    expect(generateScripts(sourcesFrom(made))).toEqual([
      {
        value: { folder: 'a', name: undefined, command: 'prisma generate' },
        from: 'a/package.json: dependencies prisma "^6"; a/prisma/schema.prisma',
      },
    ]);
  });
});

test('an example of an environment gives names, and no values', () => {
  const text =
    '\uFEFF# secrets\r\nPORT=3000\r\n export DB_URL = "x"\r\n#OFF=1\r\nPORT=4\r\nbad-name=1\r\nno value\r\n';
  const found = environmentsOf(
    sourcesFrom({ 'a/.env.sample': 'A=1', '.env.example': text, '.env': 'SECRET=1' }),
  );
  expect(found).toEqual([
    { value: { file: '.env.example', names: ['PORT', 'DB_URL'] }, from: '.env.example' },
    { value: { file: 'a/.env.sample', names: ['A'] }, from: 'a/.env.sample' },
  ]);
});
