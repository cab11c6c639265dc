import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { parseConfiguration as parse } from '../../src/project/read-configuration.ts';
import { type Configuration, thresholdOf, withThreshold } from '../../src/project/configuration.ts';
import { catalogue, defaults } from '../../src/gates/order.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

const parseConfiguration = (text: string): Configuration => parse(text, catalogue);

const exception = {
  tool: 'npm-audit',
  id: 'GHSA-1',
  reason: 'not reachable',
  owner: 'platform',
  expires: '2026-12-31',
};
const repository = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, repository), 'utf8');
interface Schema {
  properties: Record<string, { $ref?: string }>;
  $defs: Record<string, { properties?: Record<string, { minimum?: number; maximum?: number }> }>;
}
const schema = JSON.parse(read('dagger/pipeline.schema.json')) as Schema;
const matchesSchema = new Ajv2020({ allErrors: true, formats: { date: /^\d{4}-\d{2}-\d{2}$/ } }).compile(
  schema,
);

test('an empty file is a complete configuration', () => {
  expect(parseConfiguration('{}')).toEqual(defaults);
  expect(defaults).toMatchObject({ threshold: 'HIGH', coverage: { lines: 85 } });
  expect(defaults).not.toHaveProperty('gates');
});

test("this project's own pipeline.json is right, by the parser and by the schema", () => {
  const text = read('pipeline.json');
  expect(parseConfiguration(text).project).toBe('messenger');
  expect(matchesSchema(JSON.parse(text))).toBe(true);
});

test('gates stand in the order of the table, whatever the order in the file', () => {
  expect(parseConfiguration('{"gates": ["smoke", "image", "lint"]}').gates).toEqual([
    'lint',
    'image',
    'smoke',
  ]);
});

test('a gate may have a threshold of its own, and an argument outweighs both', () => {
  const configuration = parseConfiguration('{"threshold": "LOW", "thresholds": {"lint": "CRITICAL"}}');
  expect([thresholdOf(configuration, 'lint'), thresholdOf(configuration, 'test')]).toEqual([
    'CRITICAL',
    'LOW',
  ]);
  expect(thresholdOf(withThreshold(configuration, 'MEDIUM'), 'lint')).toBe('MEDIUM');
  expect(() => withThreshold(configuration, 'SEVERE')).toThrow('--threshold: expected one of LOW');
});

test('an exception is read with owner, reason and last day, which must be a day of the calendar', () => {
  const text = (expires: string): string => JSON.stringify({ exceptions: [{ ...exception, expires }] });
  expect(parseConfiguration(text('2026-12-31')).exceptions).toEqual([exception]);
  expect(() => parseConfiguration(text('2026-02-30'))).toThrow('expected a day as YYYY-MM-DD');
});

describe('what is wrong is told by path, what was expected and what was found', () => {
  const wrong: [unknown, string][] = [
    [[], 'pipeline.json: /: expected an object, got []'],
    [{ gate: [] }, 'pipeline.json: /gate: expected one of $schema, project'],
    [{ project: '' }, 'pipeline.json: /project: expected a text, got ""'],
    [{ gates: ['lint', 'lnit'] }, 'pipeline.json: /gates/1: expected one of lint'],
    [{ gates: 'lint' }, 'pipeline.json: /gates: expected a list, got "lint"'],
    [
      { threshold: 'high' },
      'pipeline.json: /threshold: expected one of LOW, MEDIUM, HIGH, CRITICAL, got "high"',
    ],
    [{ thresholds: { lnit: 'LOW' } }, 'pipeline.json: /thresholds/lnit: expected one of lint'],
    [
      { coverage: { lines: 101 } },
      'pipeline.json: /coverage/lines: expected a number from 0 to 100, got 101',
    ],
    [{ coverage: { line: 1 } }, 'pipeline.json: /coverage/line: expected one of lines'],
    [{ test: { postgres: 'yes' } }, 'pipeline.json: /test/postgres: expected true or false, got "yes"'],
    [{ test: { command: ' ' } }, 'pipeline.json: /test/command: expected a text, got " "'],
    [{ lint: { scope: 'src' } }, 'pipeline.json: /lint/scope: expected one of scripts, source'],
    [
      { lint: { commands: [{ name: 'Two words', run: 'a', sarif: 'b' }] } },
      'pipeline.json: /lint/commands/0/name: expected a word of a-z, 0-9 and -, got "Two words"',
    ],
    [
      { lint: { commands: [{ name: 'a', run: 'a' }] } },
      'pipeline.json: /lint/commands/0/sarif: expected a text, got nothing',
    ],
    [{ test: null }, 'pipeline.json: /test: expected an object, got null'],
    [{ smoke: { healthySeconds: 0 } }, 'pipeline.json: /smoke/healthySeconds: expected a number from 1'],
    [{ exceptions: [{ tool: 'eslint' }] }, 'pipeline.json: /exceptions/0/tool: expected one of hadolint'],
    [{ exceptions: [{ ...exception, owner: ' ' }] }, 'pipeline.json: /exceptions/0/owner: expected a text'],
    [
      { exceptions: [{ ...exception, expires: 'soon' }] },
      '/exceptions/0/expires: expected a day as YYYY-MM-DD',
    ],
    [
      { scan: { maxDatabaseAgeHours: 0 } },
      'pipeline.json: /scan/maxDatabaseAgeHours: expected a number from 1',
    ],
    [{ smoke: { mounts: [7] } }, 'pipeline.json: /smoke/mounts/0: expected a text, got 7'],
  ];

  test.each(wrong)('%j', (configuration, message) => {
    expect(() => parseConfiguration(JSON.stringify(configuration))).toThrow(UsageError);
    expect(() => parseConfiguration(JSON.stringify(configuration))).toThrow(message);
  });

  test.each(wrong)('the schema refuses it too: %j', (configuration) => {
    expect(matchesSchema(configuration)).toBe(false);
  });

  test.each(['', '{', 'gates: [lint]'])('what is no JSON: %j', (text) => {
    expect(() => parseConfiguration(text)).toThrow('pipeline.json: expected JSON, got');
  });
});

describe('the schema has the bounds that the reader has', () => {
  const numbers = Object.entries(schema.properties).flatMap(([section, { $ref = '' }]) =>
    Object.entries(schema.$defs[$ref.replace('#/$defs/', '')]?.properties ?? {}).flatMap(
      ([key, { minimum, maximum }]) =>
        minimum === undefined || maximum === undefined ? [] : [{ section, key, minimum, maximum }],
    ),
  );
  const isRead = (configuration: object): boolean => {
    try {
      parseConfiguration(JSON.stringify(configuration));
      return true;
    } catch {
      return false;
    }
  };

  test('of every number', () => {
    expect(numbers.map(({ section, key }) => `${section}.${key}`)).toEqual([
      'found.port',
      'coverage.lines',
      'test.timeoutSeconds',
      'image.timeoutSeconds',
      'smoke.healthySeconds',
      'smoke.stopSeconds',
      'lint.suppressions',
      'scan.maxDatabaseAgeHours',
    ]);
  });

  test.each(numbers)('of $section.$key', ({ section, key, minimum, maximum }) => {
    for (const value of [minimum - 1, minimum, maximum, maximum + 1]) {
      const configuration = { [section]: { [key]: value } };
      const isInside = value >= minimum && value <= maximum;
      expect([isRead(configuration), matchesSchema(configuration)]).toEqual([isInside, isInside]);
    }
  });
});

test('a byte order mark before the file is passed over, as npm does with package.json', () => {
  expect(parseConfiguration('\uFEFF{"project": "a"}').project).toBe('a');
});

test('paths have one name, and one that leaves the source is refused by its setting', () => {
  const text = (load: string): string => JSON.stringify({ deploy: { load }, scan: { skip: ['./test/'] } });
  expect(parseConfiguration(text('./checks/load.mjs'))).toMatchObject({
    deploy: { load: 'checks/load.mjs' },
    scan: { skip: ['test'] },
  });
  expect(() => parseConfiguration(text('../load.mjs'))).toThrow(
    'pipeline.json: /deploy/load: expected a path in the source, got "../load.mjs"',
  );
});

test('the tools of lint are those that are named, and one at least', () => {
  expect(parseConfiguration('{"lint": {"tools": ["tsc", "eslint"]}}').lint.tools).toEqual(['eslint', 'tsc']);
  expect(defaults.lint).not.toHaveProperty('tools');
  expect(() => parseConfiguration('{"lint": {"tools": []}}')).toThrow(
    '/lint/tools: expected a tool at least',
  );
});

test('a command for the tests is read with its reports, which need one', () => {
  const settings = { command: 'make test', junit: './out/*.xml', coverage: 'lcov.info' };
  expect(parseConfiguration(JSON.stringify({ test: settings })).test).toMatchObject({
    command: 'make test',
    junit: 'out/*.xml',
    coverage: 'lcov.info',
  });
  expect(defaults.test).not.toHaveProperty('command');
  expect(() => parseConfiguration('{"test": {"junit": "a.xml"}}')).toThrow(
    '/test/command: expected the command that writes a.xml, got nothing',
  );
  expect(() => parseConfiguration('{"test": {"command": "a", "coverage": "../b"}}')).toThrow(
    '/test/coverage',
  );
});

test('commands for lint are read', () => {
  const commands = [{ name: 'prose', run: 'prose .', sarif: './out/prose.sarif' }];
  expect(parseConfiguration(JSON.stringify({ lint: { commands } })).lint.commands).toEqual([
    { name: 'prose', run: 'prose .', sarif: 'out/prose.sarif' },
  ]);
});

describe('settings of deployments', () => {
  const read = (deploy: object): Configuration['deploy'] =>
    parseConfiguration(JSON.stringify({ deploy })).deploy;

  test('name a folder in the source or in the repository, and what the manifests lack', () => {
    expect(read({})).toEqual({});
    const given = {
      manifests: '/k8s',
      overlay: 'overlays/dev',
      chartValues: ['values-dev.yaml'],
      workload: 'Deployment/api',
      values: { 'db.settings/DATABASE_URL': 'postgres://db' },
      leaveOut: ['ServiceMonitor'],
      paths: ['/items'],
      revision: { header: 'X-Commit' },
      require: ['hardening'],
    };
    expect(read(given)).toEqual(given);
    expect(read({ manifests: '/' })).toEqual({ manifests: '/.' });
  });

  test.each([
    [{ manifests: '../k8s' }, '/deploy/manifests: expected a path in the source, got "../k8s"'],
    [{ values: { password: 'x' } }, '/deploy/values/password: expected NAME/KEY of a Secret or a ConfigMap'],
    [{ values: { 'a/b': 1 } }, '/deploy/values/a~1b: expected a text, got 1'],
    [{ paths: [1] }, '/deploy/paths/0'],
    [{ paths: Array.from({ length: 11 }, () => '/') }, '/deploy/paths: expected at most 10 paths'],
    [{ revision: {} }, '/deploy/revision: expected pointer or header, one of the two'],
    [
      { revision: { pointer: '/a', header: 'b' } },
      '/deploy/revision: expected pointer or header, one of the two',
    ],
    [{ revision: { pointer: 'a' } }, '/deploy/revision/pointer: expected a JSON pointer'],
    [{ require: ['speed'] }, '/deploy/require/0: expected one of rollout'],
    [{ helm: true }, '/deploy/helm: expected one of'],
  ])('are refused by the place: %j', (deploy, message) => {
    expect(() => read(deploy)).toThrow(message);
  });
});
