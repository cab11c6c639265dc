import { expect, test } from 'vitest';

import { reasonsIn, type Unserved, unservedWords } from '../../../../programs/deploy/companions/unserved.ts';
import type { KubeObject, LabelSelector } from '../../../../programs/deploy/kube/types.ts';

const policy = (podSelector: LabelSelector): KubeObject & { readonly spec: object } => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny' },
  spec: { podSelector },
});
const unserved = (change: Partial<Unserved>): Unserved => ({
  name: 'shop-probe',
  seconds: 90,
  url: 'http://shop:80/health',
  reasons: ['timeout'],
  objects: [policy({})],
  labels: { pod: { app: 'probe' }, service: { app: 'web' } },
  ...change,
});

test('a pod that policies may keep from the service says nothing of it, and which labels to let through', () => {
  const { rule, message } = unservedWords(unserved({}));
  expect(rule).toBe('unreached');
  expect(message).toContain(
    'shop-probe, a pod that asks the service, had no good answer from http://shop:80/health in 90 s: timeout',
  );
  expect(message).toContain('default-deny');
  expect(message).toContain('app: probe');
});

test.each<[string, Partial<Unserved>, RegExp]>([
  [
    'an answer of the service',
    { reasons: ['ECONNREFUSED', '404'] },
    /ECONNREFUSED, 404\. Expected 200 to 299: name the path/,
  ],
  ['no policy', { objects: [] }, /timeout$/],
  ['a policy about other pods', { objects: [policy({ matchLabels: { app: 'worker' } })] }, /timeout$/],
  ['an end of another kind', { reasons: ['EPROTO'] }, /EPROTO$/],
  ['silence, without policies', { reasons: [], objects: [] }, /it has not said why$/],
])('with %s it is the service that is told of', (_name, change, words) => {
  const { rule, message } = unservedWords(unserved(change));
  expect(rule).toBe('probe');
  expect(message).toMatch(words);
});

test('reasons are those that the probe printed', () => {
  expect(reasonsIn('started\nnot served: ECONNREFUSED\nnot served: 404\nnot served: \n')).toEqual([
    'ECONNREFUSED',
    '404',
  ]);
});
