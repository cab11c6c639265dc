import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isAllowed } from '../../../src/gates/licences/expression.ts';

const allowed = [
  'MIT',
  'Apache-2.0',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'SEE LICENSE IN terms.txt',
];

test.each([
  ['MIT', true],
  ['mit', true],
  ['GPL-3.0-only', false],
  ['(MIT OR GPL-3.0-only)', true],
  ['GPL-3.0-only OR Apache-2.0', true],
  ['MIT AND GPL-3.0-only', false],
  ['MIT AND Apache-2.0', true],
  ['MIT OR GPL-3.0-only AND AGPL-3.0-only', true],
  ['(MIT OR GPL-3.0-only) AND AGPL-3.0-only', false],
  ['GPL-2.0-only WITH Classpath-exception-2.0', true],
  ['GPL-2.0-only', false],
  ['MIT WITH Classpath-exception-2.0', false],
  ['SEE LICENSE IN terms.txt', true],
  ['SEE LICENSE IN other.txt', false],
  ['UNLICENSED', false],
  ['', false],
  ['(MIT', false],
  ['OR', false],
])('%s: %s', (expression, is) => {
  expect(isAllowed(expression, allowed)).toBe(is);
});

test('no text is allowed by an empty list, and none makes it hang', () => {
  const word = fc.constantFrom('MIT', 'or', 'AND', 'with', '(', ')', 'x', '');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(isAllowed(words.join(' '), [])).toBe(false);
    }),
  );
});
