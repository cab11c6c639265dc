import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { factsOf, type ProjectFacts } from '../../../src/project/facts/facts.ts';
import { factsText } from '../../../src/project/facts/table.ts';
import { UsageError } from '../../../src/verdict/usage-error.ts';
import { filesFrom, type MadeUp } from './made-up.ts';

const of = (made: MadeUp): ProjectFacts => factsOf(filesFrom(made));

const service: MadeUp = {
  'package.json': {
    packageManager: 'pnpm@9.15.0',
    engines: { node: '>=20' },
    scripts: { test: 'vitest run', build: 'tsc -p .', prepare: 'husky', lint: 'prettier --check src' },
    devDependencies: {
      vitest: '^4.1.0',
      '@vitest/coverage-v8': '^4.1.0',
      eslint: '^9.1.0',
      prettier: '^3.0.0',
      typescript: '~5.9.3',
    },
  },
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  'eslint.config.js': '',
  'tsconfig.json': '{}',
  Dockerfile: 'FROM node:22-alpine\nEXPOSE 3000\nHEALTHCHECK CMD wget -q http://localhost:3000/health\n',
  '.env.example': 'PORT=3000\nDATABASE_URL=\n',
};

test('a service, from its files', () => {
  expect(factsText(of(service))).toBe(
    [
      'packages     pnpm 9.15.0                 package.json: packageManager "pnpm@9.15.0"',
      'node         22 (>=20)                   package.json: engines.node ">=20"; Dockerfile:1: FROM node:22-alpine',
      'workspaces   none                        looked for workspaces in package.json, pnpm-workspace.yaml',
      'lint         eslint ^9.1.0               package.json: devDependencies eslint "^9.1.0"; eslint.config.js',
      'format       prettier ^3.0.0             package.json: devDependencies prettier "^3.0.0"',
      'checks       prettier src                package.json: scripts.lint "prettier --check src"',
      'types        tsc ~5.9.3                  package.json: devDependencies typescript "~5.9.3"; tsconfig.json',
      'test         vitest ^4.1.0               package.json: scripts.test "vitest run"; package.json: devDependencies vitest "^4.1.0"',
      'coverage     @vitest/coverage-v8 ^4.1.0  package.json: devDependencies @vitest/coverage-v8 "^4.1.0"',
      'dockerfile   Dockerfile                  Dockerfile at the top',
      'port         3000                        Dockerfile:2: EXPOSE 3000',
      'health       /health                     Dockerfile:3: HEALTHCHECK CMD wget -q http://localhost:3000/health',
      'build        build                       package.json: scripts.build "tsc -p ."',
      'generate     none                        looked for scripts postinstall, prepare, generate, codegen, pretest; prisma with a schema',
      'environment  PORT, DATABASE_URL          .env.example',
      'manifests    none                        looked for kustomization.yaml, Chart.yaml, YAML with a Deployment in k8s, deploy, kubernetes, manifests',
    ].join('\n'),
  );
});

test('a source without anything has no answers', () => {
  const { notes, ...facts } = of({});
  expect(
    Object.values(facts).every(
      (value) => value === undefined || (Array.isArray(value) && value.length === 0),
    ),
  ).toBe(true);
  expect(notes).toEqual(['there is no package.json in the top folder']);
});

test.each<[MadeUp, string]>([
  [{ 'a/package.json': {}, 'b/package.json': {} }, 'there is one in a, b: name a folder with --directory'],
  [{ 'package.json5': '' }, 'package.json5 is not read: expected package.json'],
  [
    { 'package.json': {}, 'web/package.json': {}, 'web/package-lock.json': '{}', 'docs/package.json': {} },
    'projects of their own, with a lockfile, in no workspace: web: name one with --directory',
  ],
])('projects in other folders are told: %j', (made, note) => {
  expect(of(made).notes.join('\n')).toContain(note);
});

test.each(['', '[]', 'null', '7', '{', '{"a":1,}', '\u0000\u001b[31m', 'not json', '{"a":'.repeat(100_000)])(
  'package.json at the top that is no object is refused by name: %#',
  (text) => {
    const read = (): ProjectFacts => of({ 'package.json': text });
    expect(read).toThrow(UsageError);
    expect(read).toThrow(/^package\.json: expected a JSON object, got "/);
  },
);

test('that of a workspace is told, and left out', () => {
  const { workspaces, notes } = of({
    'package.json': { workspaces: ['a', 'b'] },
    'a/package.json': '[',
    'b/package.json': {},
  });
  expect(workspaces.map(({ value }) => value)).toEqual(['a', 'b']);
  expect(notes).toEqual([
    'a/package.json: expected a JSON object, got "[": the workspace is left out',
    expect.any(String),
  ]);
});

test('a tool with a configuration and without a package is told', () => {
  const { linters, notes } = of({ 'package.json': {}, 'biome.json': {}, 'tsconfig.json': {} });
  expect(linters[0]?.value.version).toBeUndefined();
  expect(notes).toContain('biome.json: no package.json asks for the package of biome');
  expect(notes).toContain('tsconfig.json: no package.json asks for the package of tsc');
});

describe('hostile files', () => {
  const escape = '\u001b[31m\u202e::error::x\n::warning::y';
  const texts: readonly (readonly [string, MadeUp])[] = [
    [
      'escapes',
      {
        'package.json': {
          packageManager: `pnpm@${escape}`,
          engines: { node: escape },
          scripts: { test: escape, build: escape },
        },
      },
    ],
    [
      'escapes in versions',
      { 'package.json': { devDependencies: { eslint: escape, vitest: escape, typescript: escape } } },
    ],
    [
      'escapes in names',
      {
        'package.json': { workspaces: ['*'] },
        [`a${escape}/package.json`]: {},
        [`${escape}/Dockerfile`]: '',
      },
    ],
    [
      'escapes in files',
      {
        'package.json': {},
        '.nvmrc': escape,
        Dockerfile: `FROM ${escape}\nEXPOSE ${escape}`,
        '.env.example': escape,
      },
    ],
    [
      'keys that JavaScript knows',
      { 'package.json': '{"__proto__":{"a":1},"scripts":{"__proto__":"x"},"engines":{"constructor":"1"}}' },
    ],
    ['folders above', { 'package.json': { workspaces: ['../..', '/etc', '../../*'] } }],
    [
      'nulls',
      {
        'package.json': { scripts: null, engines: null, workspaces: null, packageManager: null, volta: null },
      },
    ],
    [
      'wrong shapes',
      {
        'package.json': {
          scripts: 1,
          engines: [],
          workspaces: {},
          packageManager: {},
          volta: '',
          devEngines: 3,
        },
      },
    ],
  ];

  test.each(texts)('%s end nothing, and leave nothing that a terminal or a runner obeys', (_, made) => {
    const facts = of(made);
    const text = factsText(facts);
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^::/m);
    expect(Object.isFrozen(Object.prototype)).toBe(false);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('a file of 5 MB is read in its time', () => {
    const keywords = Array.from({ length: 400_000 }, (_, index) => `k${String(index)}`);
    const facts = of({
      'package.json': { keywords, packageManager: 'npm@10.0.0' },
      'yarn.lock': 'a'.repeat(5_000_000),
    });
    expect(facts.packageManager?.value.version?.value).toBe('10.0.0');
  });

  test('a thousand workspaces are a table that can be read', () => {
    const made = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`p/${String(index)}/package.json`, {}]),
    );
    const facts = of({ ...made, 'package.json': { workspaces: ['p/*'] } });
    expect(facts.workspaces).toHaveLength(1000);
    expect(factsText(facts).split('\n').length).toBeLessThan(50);
    expect(factsText(facts)).toContain('and 980 more');
    expect(facts.notes[0]).toMatch(/^too many files: not read: p\/\d+\/package.json, .* more$/);
  });
});

test('the same files in another order give the same facts', () => {
  const turned = Object.fromEntries(
    Object.entries({ ...service, 'a/Dockerfile': '', 'b/Dockerfile': '' }).reverse(),
  );
  expect(of(turned)).toEqual(of({ ...service, 'a/Dockerfile': '', 'b/Dockerfile': '' }));
});

test('notes without end are cut, and their number is told', () => {
  const workspaces = Array.from({ length: 200 }, (_, index) => `none-${String(index)}`);
  const lines = factsText(of({ 'package.json': { workspaces } })).split('\n');
  expect(lines.filter((line) => line.startsWith('note: '))).toHaveLength(50);
  expect(lines.at(-1)).toMatch(/^and \d+ more notes$/);
});

describe('whatever is in the files', () => {
  const names = [
    '.nvmrc',
    '.tool-versions',
    'mise.toml',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    'yarn.lock',
  ];
  const more = ['.yarnrc.yml', 'Dockerfile', '.env.example', 'biome.json', 'a/package.json'];
  const texts = fc.dictionary(fc.constantFrom(...names, ...more), fc.string({ unit: 'binary' }));
  const keys = fc.constantFrom(
    ...[
      'packageManager',
      'engines',
      'volta',
      'devEngines',
      'workspaces',
      'scripts',
      'devDependencies',
      'prettier',
    ],
  );
  const inner = fc.constantFrom(
    'node',
    'pnpm',
    'test',
    'prepare',
    'eslint',
    'packages',
    'runtime',
    'name',
    '__proto__',
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.dictionary(inner, fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 1 }))),
    fc.array(fc.constantFrom('a', '*', '**', '!a', '..', '{a,b}')),
  );

  test('there is an answer, on lines of plain text', () => {
    const made = fc.tuple(texts, fc.dictionary(keys, value));
    fc.assert(
      fc.property(made, ([files, manifest]) => {
        const facts = of({ 'a/package.json': {}, ...files, 'package.json': JSON.stringify(manifest) });
        // eslint-disable-next-line no-control-regex -- control characters are what must not be there
        expect(factsText(facts)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
      }),
    );
  });
});
