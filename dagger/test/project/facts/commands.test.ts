import { describe, expect, test } from 'vitest';

import { callsOf, commandsOf, isForWorkspaces, programOf } from '../../../src/project/facts/commands.ts';

const of = (scripts: Record<string, string>, name = 'test'): string[] =>
  commandsOf(new Map(Object.entries(scripts)), name).map((words) => words.join(' '));

describe('the commands of a script', () => {
  test.each<[Record<string, string>, string[]]>([
    [{ test: 'vitest run' }, ['vitest run']],
    [
      { test: 'A=1 B="x y" vitest && eslint . || true; ls | wc -l & wait' },
      ['vitest', 'eslint .', 'true', 'ls', 'wc -l', 'wait'],
    ],
    [{ test: 'NODE_ENV=test' }, []],
    [{ test: 'npm run unit', unit: 'mocha' }, ['npm run unit', 'mocha']],
    [
      { test: 'yarn unit && pnpm run lint', unit: 'mocha', lint: 'eslint' },
      ['yarn unit', 'mocha', 'pnpm run lint', 'eslint'],
    ],
    [{ test: 'c8 npm run unit', unit: 'mocha' }, ['c8 npm run unit', 'mocha']],
    [
      { test: 'run-s lint test:*', lint: 'eslint', 'test:a': 'jest', 'test:b': 'ava' },
      ['run-s lint test:*', 'eslint', 'jest', 'ava'],
    ],
    [{ test: 'glob -c "tsx --test" "./test/**"' }, ['glob -c tsx --test ./test/**', 'tsx --test']],
    [
      { test: 'concurrently "jest" "npm run unit"', unit: 'mocha' },
      ['concurrently jest npm run unit', 'npm run unit', 'mocha'],
    ],
    [{ test: 'tsc && cd e2e && jest' }, ['tsc']],
    [{ test: 'npm test --workspaces' }, ['npm test --workspaces']],
    [{ test: 'npm run unit --workspaces', unit: 'mocha' }, ['npm run unit --workspaces']],
    [{ test: 'npm run test', unit: 'mocha' }, ['npm run test']],
    [
      { test: 'npm run a', a: 'npm run b', b: 'npm run a && jest' },
      ['npm run a', 'npm run b', 'npm run a', 'jest'],
    ],
    [{ test: 'npm run constructor' }, ['npm run constructor']],
    [{ test: 'echo "unclosed && x' }, ['echo unclosed', 'x']],
    [{ test: '' }, []],
    [{ build: 'tsc' }, []],
  ])('%j', (scripts, commands) => {
    expect(of(scripts)).toEqual(commands);
  });

  test('scripts that call each other without end are bounded', () => {
    const scripts = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `s${String(index)}`,
        'run-p s*:* && npm run s1 && npm run s2',
      ]),
    );
    expect(of(scripts, 's0').length).toBeLessThan(1000);
    expect(of({ test: `jest ${'"a '.repeat(100_000)}` }).length).toBeLessThan(10);
  });
});

test.each([
  ['jest', 'jest'],
  ['npx jest --ci', 'jest'],
  ['c8 -r lcov jest', 'jest'],
  ['node --experimental-vm-modules node_modules/jest/bin/jest.js', 'jest'],
  ['cross-env NODE_ENV=test jest', 'jest'],
  ['dotenv -e .env.test -- jest', 'jest'],
  ['./node_modules/.bin/jest', 'jest'],
  ['eslint jest.config.js jest', undefined],
  ['rm -rf jest', undefined],
  ['jest.config', undefined],
])('the program of %j is %s', (command, program) => {
  expect(programOf(command.split(' '), new Set(['jest']))).toBe(program);
});

test.each([
  ['npm test --workspaces', true],
  ['npm run test -ws --if-present', true],
  ['pnpm -r test', true],
  ['pnpm --filter=a test', true],
  ['yarn workspaces foreach -A run test', true],
  ['yarn workspace a test', true],
  ['turbo run test', true],
  ['npx nx run-many -t test', true],
  ['npm run test:unit', false],
  ['jest -w 2', false],
])('%j is for workspaces: %s', (command, expected) => {
  expect(isForWorkspaces(command.split(' '))).toBe(expected);
});

describe('the variables that are set for a command', () => {
  test.each<[Record<string, string>, Record<string, string>]>([
    [{ test: 'A=1 B="x y" vitest' }, { A: '1', B: 'x y' }],
    [{ test: "cross-env A=1 B='x y' vitest C=3" }, { A: '1', B: 'x y' }],
    [{ test: 'env -i A=1 vitest --b=2' }, { A: '1' }],
    [{ test: 'A=1 cross-env B=2 vitest' }, { A: '1', B: '2' }],
    [
      { test: 'A=1 npm run unit', unit: 'B=2 vitest' },
      { A: '1', B: '2' },
    ],
    [{ test: 'A=1 npm run unit', unit: 'A=2 vitest' }, { A: '2' }],
    [{ test: 'A=1 true && vitest' }, {}],
    [{ test: 'concurrently "A=1 vitest"' }, { A: '1' }],
    [{ test: 'A= vitest' }, { A: '' }],
  ])('%j', (scripts, variables) => {
    const calls = callsOf(new Map(Object.entries(scripts)), 'test');
    const call = calls.findLast(({ words }) => words.includes('vitest'));
    expect(call?.variables).toEqual(variables);
  });
});
