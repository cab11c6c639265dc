import { expect, test } from 'vitest';

import type { Container, Deployment } from '../../../../programs/deploy/kube/types.ts';
import { expectedOf, offersOf } from '../../../../programs/deploy/manifests/offers.ts';
import { deploymentOf } from '../support/objects.ts';

const manifests = (container: Partial<Container> = {}, spec: Partial<Deployment['spec']> = {}): Deployment =>
  deploymentOf({
    template: {
      metadata: { labels: { app: 'app' } },
      spec: { containers: [{ name: 'app', image: 'app:1', ...container }] },
    },
    ...spec,
  });
const nothing = {
  strategy: 'RollingUpdate',
  readinessProbe: false,
  memoryLimit: false,
  networkPolicy: 'none',
};

test.each<[string, Deployment, object]>([
  ['nothing', manifests(), nothing],
  ['Recreate', manifests({}, { strategy: { type: 'Recreate' } }), { ...nothing, strategy: 'Recreate' }],
  ['a readiness probe', manifests({ readinessProbe: {} }), { ...nothing, readinessProbe: true }],
  [
    'a memory limit',
    manifests({ resources: { limits: { memory: '64Mi' } } }),
    { ...nothing, memoryLimit: true },
  ],
  ['a limit of the processor alone', manifests({ resources: { limits: { cpu: 1 } } }), nothing],
])('manifests with %s offer it', (_name, workload, offers) => {
  expect(offersOf([workload], 3000)).toEqual(offers);
});

test('a policy for a named port is about the port of that name', () => {
  const policy = {
    kind: 'NetworkPolicy',
    metadata: { name: 'p' },
    spec: { podSelector: {}, ingress: [{ ports: [{ port: 'web' }] }] },
  };
  const workload = manifests({ ports: [{ name: 'web', containerPort: 3000 }] });
  expect(offersOf([workload, policy], 3000).networkPolicy).toBe('allows');
  expect(offersOf([workload, policy], 3001).networkPolicy).toBe('forbids');
});

test('a version is expected with the replicas of its manifests', () => {
  const version = { revision: 'new', image: { reference: 'app:1' } };
  expect(expectedOf(version, [manifests({}, { replicas: 3 })], 3000)).toEqual({
    ...version,
    replicas: 3,
    offers: nothing,
  });
});
