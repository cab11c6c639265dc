import { expect, expectTypeOf, test } from 'vitest';

import { JsonCursor } from '../../src/verdict/json.ts';
import { countAt, type FieldReaders, ifPresent, objectAt, textAt } from '../../src/verdict/read-object.ts';

interface Fact {
  readonly name: string;
  readonly count?: number;
}

const read = objectAt<Fact>({ name: textAt, count: ifPresent(countAt) });
const factAt = (value: unknown, pointer = ''): Fact => read(new JsonCursor(value, pointer));

test('an object is read field by field, without what its type does not have', () => {
  expect(factAt({ name: 'a', count: 1, other: true })).toEqual({ name: 'a', count: 1 });
});

test('a field that may be absent is absent, and not undefined', () => {
  expect(Object.keys(factAt({ name: 'a' }))).toEqual(['name']);
});

test.each([
  ['a field that must be there', {}, /\/facts\/0\/name/],
  ['a field of another type', { name: 'a', count: 'many' }, /\/facts\/0\/count/],
  ['what is no object', [], /\/facts\/0/],
])('%s is refused by its path', (_, value, path) => {
  expect(() => factAt(value, '/facts/0')).toThrow(path);
});

test('readers are held to the type: one for each field, marked where the field may be absent', () => {
  expectTypeOf<{ name: typeof textAt }>().not.toExtend<FieldReaders<Fact>>();
  expectTypeOf<{ name: typeof textAt; count: typeof countAt }>().not.toExtend<FieldReaders<Fact>>();
});
