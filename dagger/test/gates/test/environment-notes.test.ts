import { expect, test } from 'vitest';

import { environmentNotes, type TestEnvironment } from '../../../src/gates/test/environment-notes.ts';

const red = { outcome: 'failed', reason: '1 test failed', findings: [] } as const;
const environment: TestEnvironment = {
  runner: 'vitest',
  manifest: '{}',
  scripted: [],
  ran: [],
  user: 'ordinary',
  output: '',
  examples: [],
  set: [],
  services: [],
};
const notes = (
  change: Partial<TestEnvironment>,
  decision: Parameters<typeof environmentNotes>[0] = red,
): string[] => environmentNotes(decision, { ...environment, ...change });

test('scripts of packages and of the project that did not run are named with what they do', () => {
  const scripts = {
    postinstall: 'patch-package',
    pretest: 'npm run build',
    test: 'tsc -b && vitest run',
    start: 'x',
  };
  expect(notes({ manifest: JSON.stringify({ scripts }), scripted: ['sharp'] })).toEqual([
    'install scripts run only of packages in audit.installScripts, and these have one: sharp',
    'vitest runs by itself here: of package.json these did not run: postinstall (patch-package), pretest (npm run build), test (tsc -b && vitest run) beside vitest',
  ]);
});

test('a script that did run is not named', () => {
  expect(notes({ manifest: '{"scripts": {"pretest": "tsc"}}', ran: ['pretest'] })).toEqual([]);
});

test('that root runs the tests is told of red ones alone', () => {
  expect(notes({ user: 'root' })).toEqual([
    'the tests run as root here (test.user), who reads and writes every file whatever its mode',
  ]);
  expect(notes({ user: 'root' }, { ...red, outcome: 'unavailable' })).toEqual([]);
});

test.each([['{'], ['[]'], ['{"scripts": null}'], ['{"scripts": {"test": "vitest run", "pretest": 3}}']])(
  'no script is told of %s',
  (manifest) => {
    expect(notes({ manifest })).toEqual([]);
  },
);

test('nothing is told of scripts that ran with the whole script, or that a command stands for', () => {
  const manifest = JSON.stringify({ scripts: { pretest: 'npm run build', test: 'tsc && tape test' } });
  expect(notes({ manifest, runner: 'tape' })).not.toEqual([]);
  expect(notes({ manifest, runner: 'tape', ranWhole: true })).toEqual([]);
});

const examples = [
  {
    value: { file: '.env.example', names: ['DATABASE_URL', 'JWT_SECRET', 'PORT', 'NODE_ENV'] },
    from: '.env.example',
  },
];

test('variables of the example that the output names and nobody set are told', () => {
  const output = 'Invalid environment: DATABASE_URL: Required, JWT_SECRET: Required, NODE_ENV: test';
  expect(notes({ examples, output })).toEqual([
    'the tests may need DATABASE_URL, JWT_SECRET, which .env.example names: put them into env in pipeline.json',
  ]);
  expect(notes({ examples, output, set: ['DATABASE_URL', 'JWT_SECRET'] })).toEqual([]);
});

test('a variable counts as a whole word, and in a finding too', () => {
  expect(notes({ examples, output: 'TEST_DATABASE_URL and REPORT' })).toEqual([]);
  const finding = {
    tool: 'jest',
    rule: 'test-failed',
    severity: 'HIGH',
    message: 'JWT_SECRET is undefined',
  } as const;
  expect(notes({ examples }, { ...red, findings: [finding] })).toEqual([
    'the tests may need JWT_SECRET, which .env.example names: put them into env in pipeline.json',
  ]);
});

test.each([
  ['connect ECONNREFUSED 127.0.0.1:5432', 5432, 'postgres', 'postgres'],
  ['connect ECONNREFUSED ::1:3306', 3306, 'mysql or mariadb', 'mysql'],
  ['[ioredis] Error: connect ECONNREFUSED 127.0.0.1:6379', 6379, 'redis or valkey', 'redis'],
  ['MongooseServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017', 27017, 'mongodb', 'mongodb'],
])('%s suggests a service', (output, port, names, image) => {
  expect(notes({ output })).toEqual([
    `nothing answered the tests on port ${String(port)}: name ${names} in services of pipeline.json: {"services": {"db": {"image": "${image}"}}}, reached at db:${String(port)}`,
  ]);
});

test('a service that is there, and asked on localhost, is told by its name', () => {
  expect(notes({ output: 'connect ECONNREFUSED 127.0.0.1:5432', services: [5432] })).toEqual([
    'nothing answered the tests on port 5432: a service of pipeline.json is reached under its name, not on localhost',
  ]);
  expect(notes({ output: 'connect ECONNREFUSED 127.0.0.1:8080' })).toEqual([]);
});
