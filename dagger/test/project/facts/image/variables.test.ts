import { expect, test } from 'vitest';

import { assignmentsOf, resolved } from '../../../../src/project/facts/image/variables.ts';

const variables = new Map([
  ['PORT', '3000'],
  ['constructor', 'x'],
]);

test.each([
  ['$PORT', '3000'],
  ['${PORT}/tcp', '3000/tcp'],
  ['${PORT:-80}', '3000'],
  ['${OTHER:-80}', '80'],
  ['${OTHER-80}', '80'],
  ['$OTHER', '$OTHER'],
  ['${OTHER}', '${OTHER}'],
  ['$PORTS', '$PORTS'],
  ['a$', 'a$'],
])('%s is %s', (text, expected) => {
  expect(resolved(text, variables)).toBe(expected);
});

test.each([
  ['A=1', [['A', '1']]],
  [
    'A=1 B="two words" C=\'3\'',
    [
      ['A', '1'],
      ['B', 'two words'],
      ['C', '3'],
    ],
  ],
  ['PORT 8080', [['PORT', '8080']]],
  ['NAME two words', [['NAME', 'two words']]],
  ['NODE_VERSION', []],
  ['A=', [['A', '']]],
])('%s sets %j', (text, expected) => {
  expect(assignmentsOf(text)).toEqual(expected);
});
