import { describe, expect, test } from 'vitest';

import { coverageOf } from '../../../src/project/facts/coverage.ts';
import { testRunnersOf } from '../../../src/project/facts/test-runners.ts';
import { type MadeUp, sourcesFrom } from './made-up.ts';

const runners = (made: MadeUp): string[] =>
  testRunnersOf(sourcesFrom(made)).found.map(
    ({ value }) => `${value.name} ${value.folder} ${value.script ?? '-'}`,
  );

const scripted = (script: string, more: object = {}): MadeUp => ({
  'package.json': { scripts: { test: script }, ...more },
});

describe('by the test script', () => {
  test.each([
    ['vitest run --coverage', 'vitest'],
    ['jest -i --colors', 'jest'],
    ['react-scripts test', 'jest'],
    ['craco test', 'jest'],
    ['node --experimental-vm-modules node_modules/jest/bin/jest.js', 'jest'],
    ['nyc mocha "test/**/*.js"', 'mocha'],
    ['c8 --reporter=lcov _mocha', 'mocha'],
    ['ava', 'ava'],
    ['node --test', 'node:test'],
    ['node --import tsx --test test/*.ts', 'node:test'],
    ['c8 node --test-reporter=spec --test', 'node:test'],
    ['tsx --test', 'node:test'],
    ['borp -c', 'node:test'],
    ['tape test/*.js', 'tape'],
    ['tap', 'tap'],
    ['bun test', 'bun'],
    ['make test', 'script'],
    ['ng test', 'script'],
    ['playwright test --test-list x', 'script'],
    ['echo "Error: something else" && exit 1', 'script'],
    ['turbo run test', 'script'],
  ])('%s is %s', (script, name) => {
    expect(runners(scripted(script))).toEqual([`${name} . test`]);
  });

  test.each(['echo "Error: no test specified" && exit 1', "echo 'Error: no test specified'", '', '  '])(
    '%j is none',
    (script) => {
      expect(runners(scripted(script))).toEqual([]);
    },
  );

  test('several runners of one script are all told, once each', () => {
    expect(runners(scripted('vitest run && node --test scripts && vitest bench'))).toEqual([
      'vitest . test',
      'node:test . test',
    ]);
  });

  test('the script outweighs a dependency', () => {
    expect(runners(scripted('make test', { devDependencies: { jest: '29' } }))).toEqual(['script . test']);
  });

  test('the evidence is the script and the dependency, which tells the version', () => {
    const made = scripted('vitest', { devDependencies: { vitest: '^4.1.0' } });
    expect(testRunnersOf(sourcesFrom(made)).found).toEqual([
      {
        value: { name: 'vitest', folder: '.', version: '^4.1.0', major: 4, script: 'test' },
        from: 'package.json: scripts.test "vitest"; package.json: devDependencies vitest "^4.1.0"',
      },
    ]);
  });

  test('borp does not tell the version of node:test', () => {
    const made = scripted('borp', { devDependencies: { borp: '1.0.0' } });
    expect(testRunnersOf(sourcesFrom(made)).found[0]?.value).toMatchObject({
      name: 'node:test',
      version: undefined,
    });
  });

  test('react-scripts does not tell the version of jest', () => {
    const made = scripted('react-scripts test', { dependencies: { 'react-scripts': '5.0.1' } });
    expect(testRunnersOf(sourcesFrom(made)).found[0]?.value.version).toBeUndefined();
  });

  test('behind a task runner is the one runner that has a configuration', () => {
    const made = scripted('nx test', { devDependencies: { jest: '29', mocha: '10' } });
    expect(runners({ ...made, 'jest.config.ts': '' })).toEqual(['jest . test']);
    expect(runners(made)).toEqual(['script . test']);
  });
});

describe('without a script that is called test', () => {
  test.each<[Record<string, string>, string[]]>([
    [{ 'test:unit': 'vitest' }, ['vitest . test:unit']],
    [{ 'test:e2e': 'vitest', 'test:ci': 'jest' }, ['jest . test:ci']],
    [{ 'test:scripts': 'node --test scripts' }, ['node:test . test:scripts']],
    [{ 'test:e2e': 'jest', 'test:watch': 'jest --watch', 'test-integration': 'jest' }, []],
    [{ 'test:lint': 'eslint .' }, []],
    [{ 'test:e2e:ui': 'jest', 'test:suite': 'ava' }, ['ava . test:suite']],
  ])('%j', (scripts, expected) => {
    expect(runners({ 'package.json': { scripts } })).toEqual(expected);
  });

  test.each<[MadeUp, string[]]>([
    [{ 'package.json': { devDependencies: { vitest: '4' } } }, ['vitest . -']],
    [
      { 'package.json': { devDependencies: { vitest: '4', jest: '29' } }, 'vitest.config.ts': '' },
      ['vitest . -'],
    ],
    [{ 'package.json': { devDependencies: { vitest: '4', jest: '29' } } }, []],
    [{ 'package.json': { devDependencies: { mocha: '10' } }, '.mocharc.yml': '' }, ['mocha . -']],
    [{ 'jest.config.js': '' }, []],
  ])('%j', (made, expected) => {
    expect(runners(made)).toEqual(expected);
  });
});

describe('in workspaces', () => {
  const workspaces = (script: string): MadeUp => ({
    'package.json': { workspaces: ['*'], scripts: { test: script }, devDependencies: { vitest: '4' } },
    'a/package.json': { scripts: { test: 'vitest run' } },
    'b/package.json': { scripts: { test: 'node --test' } },
    'c/package.json': {},
  });

  test.each(['npm test --workspaces', 'pnpm -r test', 'turbo run test'])(
    '%s hands over to them',
    (script) => {
      const { found, notes } = testRunnersOf(sourcesFrom(workspaces(script)));
      expect(found.map(({ value }) => [value.name, value.folder, value.version])).toEqual([
        ['vitest', 'a', '4'],
        ['node:test', 'b', undefined],
      ]);
      expect(notes).toEqual([expect.stringContaining('the tests are those of the workspaces')]);
    },
  );

  test('a runner at the top is told beside them', () => {
    expect(runners(workspaces('vitest run'))).toEqual(['vitest . test', 'vitest a test', 'node:test b test']);
  });
});

describe('coverage', () => {
  const coverage = (made: MadeUp): string[] => {
    const sources = sourcesFrom(made);
    return coverageOf(sources, testRunnersOf(sources).found).map(
      ({ value }) => `${value.name} ${value.folder} ${value.version ?? '-'}`,
    );
  };

  test.each<[string, object, string[]]>([
    ['vitest', { '@vitest/coverage-v8': '^4.1.0' }, ['@vitest/coverage-v8 . ^4.1.0']],
    ['vitest', { '@vitest/coverage-istanbul': '3' }, ['@vitest/coverage-istanbul . 3']],
    ['vitest', { c8: '10' }, []],
    ['jest', {}, ['jest . -']],
    ['tap', {}, ['tap . -']],
    ['mocha', { nyc: '17' }, ['nyc . 17']],
    ['c8 mocha', { nyc: '17', c8: '10' }, ['c8 . 10']],
    ['nyc mocha', { nyc: '17', c8: '10' }, ['nyc . 17']],
    ['mocha', {}, []],
    ['node --test', { c8: '10' }, ['c8 . 10']],
    ['node --test --experimental-test-coverage', {}, ['node . -']],
    ['node --test', {}, []],
    ['make test', { c8: '10' }, ['c8 . 10']],
  ])('%s with %j', (script, packages, expected) => {
    expect(coverage(scripted(script, { devDependencies: packages }))).toEqual(expected);
  });

  test('a tool at the top measures the workspaces', () => {
    const made = {
      'package.json': { workspaces: ['a'], devDependencies: { '@vitest/coverage-v8': '4' } },
      'a/package.json': { scripts: { test: 'vitest' } },
    };
    expect(coverage(made)).toEqual(['@vitest/coverage-v8 a 4']);
  });

  test('without tests there is nothing to measure', () => {
    expect(coverage({ 'package.json': { devDependencies: { nyc: '17', c8: '10' } } })).toEqual([]);
  });
});
