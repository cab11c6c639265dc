import { expect, test } from 'vitest';

import { commitTimeOf } from '../../src/registry/labels.ts';

test.each([
  ['2024-02-29T12:00:00+02:00', '2024-02-29T10:00:00.000Z'],
  ['2024-02-29T10:00:00.000Z', '2024-02-29T10:00:00.000Z'],
  ['1970-01-01T00:00:00.000Z', undefined],
  ['', undefined],
  ['7', undefined],
  ['yesterday', undefined],
  [null, undefined],
  [undefined, undefined],
])('an image whose label says %j is of a commit of %j', (label, time) => {
  expect(commitTimeOf(label)).toBe(time);
});
