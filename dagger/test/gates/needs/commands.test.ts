import { describe, expect, test } from 'vitest';

import {
  beforeCommands,
  buildCommands,
  type Commanding,
  commandNotes,
  foundBuilds,
  generateCommands,
  unsureNotes,
} from '../../../src/gates/needs/commands.ts';
import { factsOf } from '../../../src/project/facts/facts.ts';

/** A project by its scripts and further files. */
function project(
  scripts: Record<string, string>,
  files: Record<string, string> = {},
  settings = {},
): Commanding {
  const all: Record<string, string> = {
    'package.json': JSON.stringify({ scripts, ...packages(files) }),
    ...files,
  };
  const facts = factsOf({ paths: Object.keys(all), text: (path) => all[path] });
  return { settings, facts, scripts: new Map(Object.entries(scripts)) };
}

const packages = (files: Record<string, string>): object =>
  'prisma/schema.prisma' in files ? { devDependencies: { prisma: '6.19.0' } } : {};

const texts = (commands: readonly { readonly text: string }[]): string[] => commands.map(({ text }) => text);

describe('what is generated', () => {
  test("prisma's client where there is a schema, told with its evidence", () => {
    const found = generateCommands(project({}, { 'prisma/schema.prisma': '' }));
    expect(texts(found)).toEqual(['prisma generate']);
    expect(commandNotes(found)[0]).toMatch(/^runs first: prisma generate \(package\.json: .*prisma/);
  });

  test.each([
    [{ codegen: 'graphql-codegen --config codegen.ts' }, ['npm run codegen']],
    [{ generate: 'rimraf src/api && npx openapi-typescript api.yaml -o src/api.ts' }, ['npm run generate']],
    [{ generate: 'run-s gen:*', 'gen:a': 'prisma generate', 'gen:b': 'orval' }, ['npm run generate']],
    [{ 'prisma:generate': 'dotenv -e .env -- prisma generate' }, ['npm run prisma:generate']],
    [{ codegen: 'playwright codegen' }, []],
    [{ generate: 'plop' }, []],
    [{ generate: 'prisma generate && prisma migrate deploy' }, []],
    [{ generate: 'prisma generate --watch' }, []],
    [{ generate: 'npm install && prisma generate' }, []],
    [{ prepare: 'prisma generate', postinstall: 'prisma generate', pretest: 'prisma generate' }, []],
  ])('of %j: %j', (scripts, expected) => {
    expect(texts(generateCommands(project(scripts)))).toEqual(expected);
  });

  test('what was found and is not sure is told, until the file says what runs', () => {
    const unsure = project({ generate: 'plop', postinstall: 'patch-package', pretest: 'x' });
    expect(unsureNotes(unsure)).toEqual([
      'found and not run: package.json: scripts.generate "plop": if a gate needs what it writes, name it in generate of pipeline.json',
    ]);
    expect(unsureNotes({ ...unsure, settings: { generate: [] } })).toEqual([]);
  });

  test('the file outweighs what is found, with nothing to tell', () => {
    const named = generateCommands(project({ codegen: 'orval' }, {}, { generate: ['tsr generate'] }));
    expect(named).toEqual([{ kind: 'generate', text: 'tsr generate', from: undefined }]);
    expect(commandNotes(named)).toEqual([]);
  });

  test('in a workspace it runs there, whatever the folder is called', () => {
    const files = {
      'package.json': JSON.stringify({ workspaces: ["it's"] }),
      "it's/package.json": JSON.stringify({ scripts: { codegen: 'orval' } }),
    };
    const facts = factsOf({ paths: Object.keys(files), text: (path) => files[path as keyof typeof files] });
    expect(texts(generateCommands({ settings: {}, facts, scripts: new Map() }))).toEqual([
      String.raw`cd 'it'\''s' && npm run codegen`,
    ]);
  });
});

describe('what is built', () => {
  test.each([
    [{ test: 'node --test dist/', build: 'tsc' }, ['npm run build']],
    [{ test: 'mocha ./build/test', build: 'tsc' }, ['npm run build']],
    [{ test: 'npm run test:unit', 'test:unit': 'ava dist/test/*.js', build: 'tsc' }, ['npm run build']],
    [{ test: 'node --test dist/' }, []],
    [{ test: 'vitest run', build: 'vite build' }, []],
    [{ test: 'jest src/distance', build: 'tsc' }, []],
  ])('of %j: %j', (scripts, expected) => {
    expect(texts(buildCommands(project(scripts)))).toEqual(expected);
  });

  test('the file outweighs what is found, also for tests that look for a build', () => {
    const named = project({ test: 'node --test dist/', build: 'tsc' }, {}, { build: [] });
    expect([buildCommands(named), foundBuilds(named)]).toEqual([[], []]);
  });
});

describe('what runs directly before the tests', () => {
  test('pretest, as npm does', () => {
    const before = beforeCommands(undefined, new Map([['pretest', 'prisma migrate deploy']]));
    expect(before).toEqual([
      { kind: 'before', text: 'npm run pretest', from: 'package.json: prisma migrate deploy' },
    ]);
    expect(beforeCommands(undefined, new Map([['pretest', ' ']]))).toEqual([]);
  });

  test('or what the file names', () => {
    expect(texts(beforeCommands(['npm run seed'], new Map([['pretest', 'x']])))).toEqual(['npm run seed']);
    expect(beforeCommands([], new Map([['pretest', 'x']]))).toEqual([]);
  });
});
