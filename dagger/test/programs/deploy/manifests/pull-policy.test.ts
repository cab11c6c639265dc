import { expect, test } from 'vitest';

import { pulledAlways, takenFromNodes } from '../../../../programs/deploy/manifests/pull-policy.ts';
import type { MadeObject } from '../support/objects.ts';

const pods = (name: string, spec: object): MadeObject => ({
  kind: 'Deployment',
  metadata: { name },
  spec: { template: { spec: { containers: [], ...spec } } },
});
const always = { image: 'a', imagePullPolicy: 'Always' };
const never = { image: 'a', imagePullPolicy: 'Never' };

test('images that would always be pulled are taken from the nodes, and nothing else changes', () => {
  const other = pods('other', { containers: [never, { image: 'b' }] });
  const objects = [pods('web', { initContainers: [always], containers: [never, always] }), other];
  const taken = { image: 'a', imagePullPolicy: 'IfNotPresent' };
  expect(takenFromNodes(objects)).toEqual([
    pods('web', { initContainers: [taken], containers: [never, taken] }),
    other,
  ]);
  expect(pulledAlways(objects)).toEqual(['Deployment/web']);
  expect(pulledAlways(takenFromNodes(objects))).toEqual([]);
});
