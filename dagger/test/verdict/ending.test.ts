import { expect, test } from 'vitest';

import {
  endingOfRefusal,
  isRefusal,
  linesOf,
  passed,
  type Refusal,
  usageRefusal,
} from '../../src/verdict/ending.ts';

test.each([
  ['usage', 2],
  ['failed', 1],
  ['unavailable', 3],
] as const)('a refusal because of %s ends with exit code %i', (because, exitCode) => {
  const refusal: Refusal = { kind: 'refused', because, reason: 'no', next: 'ask again', output: 'table' };
  expect(endingOfRefusal(refusal)).toEqual({ exitCode, message: 'no', next: 'ask again', output: 'table' });
});

test('an ending says why, and on a line of its own what to do next', () => {
  expect(linesOf(endingOfRefusal(usageRefusal('no registry', 'give one')))).toEqual([
    'no registry',
    'next: give one',
  ]);
  expect(linesOf({ exitCode: 1, message: 'failed: lint', output: '' })).toEqual(['failed: lint']);
});

test('a refusal is told from a value, whatever the value is', () => {
  expect(isRefusal(usageRefusal('a', 'b'))).toBe(true);
  for (const value of [passed('x'), [], 'refused', undefined, null, { kind: 'published' }]) {
    expect(isRefusal(value)).toBe(false);
  }
});
