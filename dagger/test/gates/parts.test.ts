import { describe, expect, test } from 'vitest';

import { decideParts, fileIn, type PartDecision } from '../../src/gates/parts.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { Decision } from '../../src/verdict/model.ts';
import { finding } from '../report/sample.ts';

const part = (folder: string, decision: Partial<Decision> = {}): PartDecision => ({
  folder,
  tools: ['eslint', 'tsc'],
  decision: { outcome: 'passed', reason: 'nothing found', findings: [], ...decision },
});
const red = (folder: string, file: string): PartDecision =>
  part(folder, { outcome: 'failed', reason: '1 finding', findings: [finding({ file })] });
const gap = (folder: string): PartDecision =>
  part(folder, { outcome: 'unavailable', reason: 'eslint is not installed' });

test('the top alone is the whole', () => {
  const only = red('.', 'src/a.ts');
  expect(decideParts([only])).toBe(only.decision);
});

test('parts that passed are counted and named', () => {
  const whole = decideParts([part('packages/a'), part('packages/b', { notes: ['no formatter'] })]);
  expect(whole).toMatchObject({
    outcome: 'passed',
    reason: '2 parts passed: packages/a, packages/b',
    notes: ['packages/b: no formatter'],
    parts: [
      { folder: 'packages/a', outcome: 'passed', reason: 'nothing found' },
      { folder: 'packages/b', outcome: 'passed', reason: 'nothing found' },
    ],
  });
  expect(whole).not.toHaveProperty('unchecked');
});

test('one red part makes the whole red, and its files are named in the project', () => {
  const whole = decideParts([part('packages/a'), red('packages/b', 'src/a.ts')]);
  expect(whole.outcome).toBe('failed');
  expect(whole.reason).toBe('1 of 2 parts failed: packages/b');
  expect(whole.findings.map(({ file }) => file)).toEqual(['packages/b/src/a.ts']);
});

test('a finding without a file names its part', () => {
  const nowhere: Finding = {
    tool: 'vitest',
    rule: 'coverage-lines',
    severity: 'HIGH',
    message: 'too little coverage',
  };
  const one = (folder: string): PartDecision =>
    part(folder, { outcome: 'failed', reason: 'red', findings: [nowhere] });
  const whole = decideParts([one('.'), one('packages/a')]);
  expect(whole.findings.map(({ message }) => message)).toEqual([
    'too little coverage',
    'packages/a: too little coverage',
  ]);
});

test('a part that could not be checked is never green, and what is red beside it does not hide it', () => {
  const some = decideParts([part('packages/a'), gap('packages/b')]);
  expect(some.outcome).toBe('unavailable');
  expect(some.reason).toBe('1 of 2 parts could not be checked: packages/b');
  const both = decideParts([red('packages/a', 'src/a.ts'), gap('packages/b')]);
  expect(both.outcome).toBe('failed');
  expect(both.reason).toBe('1 of 2 parts failed: packages/a; 1 of 2 parts could not be checked: packages/b');
  expect(both.unchecked).toEqual(['eslint', 'tsc']);
});

describe('the path of a file', () => {
  test.each([
    ['packages/a', 'src/x.ts', 'packages/a/src/x.ts'],
    ['packages/a', 'packages/a/src/x.ts', 'packages/a/src/x.ts'],
    ['packages/a', 'packages/ab/x.ts', 'packages/a/packages/ab/x.ts'],
    ['.', 'src/x.ts', 'src/x.ts'],
  ])('in %s of %s is %s', (folder, file, path) => {
    expect(fileIn(folder, file)).toBe(path);
  });
});
