import { expect, test } from 'vitest';

import { catalogue } from '../../../src/gates/order.ts';
import { parseConfiguration } from '../../../src/project/read-configuration.ts';
import { UsageError } from '../../../src/verdict/usage-error.ts';

const read = (image: unknown): unknown => parseConfiguration(JSON.stringify({ image }), catalogue).image;

test('target, arguments and context of the build', () => {
  const image = { target: 'production', args: { NODE_VERSION: '22', EMPTY: '' }, context: 'api' };
  expect(read(image)).toEqual({ timeoutSeconds: 1800, ...image });
  expect(read({})).toEqual({ timeoutSeconds: 1800, args: {} });
  expect(read({ context: './' })).toEqual({ timeoutSeconds: 1800, args: {} });
});

test.each([
  [{ target: '' }, '/image/target: expected a text'],
  [{ args: { REVISION: 'a' } }, '/image/args/REVISION: expected another name'],
  [{ args: { 'a b': 'a' } }, '/image/args/a b: expected the name of an ARG'],
  [{ args: { A: 1 } }, '/image/args/A: expected a text'],
  [{ context: '../other' }, '/image/context: expected a path in the source'],
])('%j is refused by its place', (image, message) => {
  expect(() => read(image)).toThrow(UsageError);
  expect(() => read(image)).toThrow(message);
});
