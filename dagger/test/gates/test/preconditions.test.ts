import { expect, test } from 'vitest';

import { lacking, runNotes } from '../../../src/gates/test/preconditions.ts';
import { jest } from '../../../src/gates/test/runners/jest.ts';
import { vitest } from '../../../src/gates/test/runners/vitest.ts';

const calls = { kind: 'own', call: undefined, number: 1 } as const;
const add = 'npm install --save-dev';
const chosen = { runner: vitest, calls, brought: undefined };

test('a runner that is not installed is named with what is there', () => {
  expect(lacking(chosen, { versions: { jest: '30.5.2' }, add })).toBe(
    'vitest is not installed (there is jest): npm install --save-dev vitest, or leave test out of the gates in pipeline.json',
  );
});

test('a runner that is too old is named with its version', () => {
  expect(lacking({ ...chosen, runner: jest }, { versions: { jest: '27.5.1' }, add })).toMatch(
    /^jest 27\.5\.1 is too old for this gate, 29 is the lowest/,
  );
});

test('what measures the coverage may be too old, be brought, or not be needed', () => {
  const versions = { vitest: '1.6.1', '@vitest/coverage-v8': '0.34.6' };
  expect(lacking(chosen, { versions, add })).toMatch(/^@vitest\/coverage-v8 0\.34\.6 is too old/);
  const brought = { name: '@vitest/coverage-v8', version: '1.6.1', beside: 'vitest' };
  expect(lacking({ ...chosen, brought }, { versions: { vitest: '1.6.1' }, add })).toBeUndefined();
  expect(lacking({ ...chosen, runner: jest }, { versions: { jest: '29.7.0' }, add })).toBeUndefined();
});

test('what was brought, and calls that were left out, are told', () => {
  expect(runNotes(chosen)).toEqual([]);
  const brought = { name: 'c8', version: '12.0.0', beside: undefined };
  const twice = { calls: { ...calls, number: 2 }, brought };
  const note = 'coverage by c8 12.0.0, brought for this run: add it to devDependencies to pin it';
  expect(runNotes({ ...twice, runner: jest })).toEqual([
    note,
    'the script calls jest 2 times, and this gate the first',
  ]);
  // It runs all tests by itself, whatever the script gives it.
  expect(runNotes({ ...twice, runner: vitest })).toEqual([note]);
});
