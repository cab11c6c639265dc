import { expect, test } from 'vitest';

import { type Subjects, weakerSubjects } from '../../src/ci/subjects.ts';

const lockfile = (origin: string): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '1.0.0' } },
      'node_modules/a': { version: '1.0.0', resolved: `${origin}/a/-/a-1.0.0.tgz`, integrity: 'sha512-AA==' },
    },
  });

const base: Subjects = {
  places: { Dockerfile: true, manifests: false },
  tests: ['a.test.ts', 'b.test.ts'],
  lockfile: lockfile('https://one.example'),
  npmrc: '',
  managerSettings: {},
  scripts: new Map([['lint', 'eslint src && prettier --check .']]),
};

test.each<[string, Partial<Subjects>, string[]]>([
  ['nothing', {}, []],
  [
    'a Dockerfile that is gone',
    { places: { Dockerfile: false } },
    ['Dockerfile is missing: the gates that need it have nothing to check'],
  ],
  ['a test file that is gone', { tests: ['a.test.ts'] }, ['test files 1, there 2; gone: b.test.ts']],
  ['a test file that was renamed', { tests: ['a.test.ts', 'c.test.ts'] }, []],
  [
    'a host in the lockfile',
    { lockfile: lockfile('https://two.example') },
    ['package-lock.json, .npmrc take packages from https://two.example'],
  ],
  [
    'a registry of a scope',
    { npmrc: '# registry=https://no.example\n@team:registry = https://three.example/npm/\n' },
    ['package-lock.json, .npmrc take packages from https://three.example'],
  ],
  [
    'a registry in the settings of Yarn, pnpm or Bun',
    {
      managerSettings: {
        '.yarnrc.yml': 'npmRegistryServer: "https://four.example"\n',
        'pnpm-workspace.yaml': 'registries:\n  "@team": https://five.example/npm\n',
        'bunfig.toml': '[install]\nregistry = "https://one.example"\n',
      },
    },
    ['settings of the package manager take packages from https://five.example, https://four.example'],
  ],
  [
    'a linter that looks at less',
    { scripts: new Map([['lint', 'eslint src/a && prettier --check src']]) },
    [
      'scripts for eslint let it look at src/a alone, there at src',
      'scripts for prettier let it look at src alone, there at the whole source',
    ],
  ],
  ['a linter that looks at all', { scripts: new Map([['lint', 'eslint . && prettier --check .']]) }, []],
  ['a lockfile that cannot be read', { lockfile: '{' }, []],
])('%s', (_what, change, lines) => {
  const told = weakerSubjects({ ...base, ...change }, base);
  expect(told.map(({ setting, text }) => `${setting} ${text}`)).toEqual(lines);
});
