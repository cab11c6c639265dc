import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, type Digestible } from '../../src/store/digest.ts';

describe('digestOf', () => {
  it('is the same in every process: golden values', () => {
    expect(digestOf('')).toBe('fb912574cecad54c6a0bc75b46172350b6374929d602d5fbcb4ca0ec831fd532');
  });

  it('does not depend on the order of members, nor on members that are undefined', () => {
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1, c: undefined }));
  });

  const pairs: readonly (readonly [string, Digestible, Digestible])[] = [
    ['a number and its text', 1, '1'],
    ['null and the empty text', null, ''],
    ['a list and its only item', ['a'], 'a'],
    ['an empty list and an empty object', [], {}],
    ['texts cut at another place', ['ab', 'c'], ['a', 'bc']],
    ['a nested and a flat list', [['a'], 'b'], ['a', 'b']],
    ['a member and its value as a list', { a: 'b' }, ['a', 'b']],
    ['true and its text', true, 'true'],
  ];
  it.each(pairs)('tells %s apart', (_, a, b) => {
    expect(digestOf(a)).not.toBe(digestOf(b));
  });

  it('tells any two JSON values apart that differ as JSON', () => {
    const value = fc.jsonValue() as fc.Arbitrary<Digestible>;
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(digestOf(a) === digestOf(b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });
});

/** JSON with members in the order of their names; -0 is 0, as in every JSON text. */
function canonical(value: Digestible): string {
  return JSON.stringify(value, (_, item: Digestible) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
