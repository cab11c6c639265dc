import { expect, test } from 'vitest';

import { manifestsIn, stored, storedIn } from '../../../../programs/deploy/manifests/kept-data.ts';

const map = { kind: 'ConfigMap', metadata: { name: 'shop-deployed' } };
const long = JSON.stringify([{ text: 'manifest '.repeat(150_000) }]);

test.each([
  ['short manifests as text', '[1]', ['version', 'manifests']],
  ['long ones compressed, so that a ConfigMap holds them', long, ['version']],
])('stores %s, and reads them again', (_what, manifests, keys) => {
  const data = stored({ version: '{}', manifests });
  expect(Object.keys(data.data ?? {})).toEqual(keys);
  expect(JSON.stringify(data).length).toBeLessThan(1_000_000);
  expect(manifestsIn({ ...map, ...data })).toBe(manifests);
  expect(storedIn({ ...map, ...data })).toEqual(data);
});

test('a ConfigMap without manifests has none', () => {
  expect(manifestsIn(map)).toBe('[]');
});
