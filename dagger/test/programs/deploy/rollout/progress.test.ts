import { expect, test } from 'vitest';

import { rolloutWaitsFor } from '../../../../programs/deploy/rollout/progress.ts';
import type { Deployment } from '../../../../programs/deploy/kube/types.ts';
import { deploymentOf } from '../support/objects.ts';

const complete = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const goal = { least: 2, until: 'available' } as const;

const waitsFor = (deployment: Deployment | undefined, until: 'ready' | 'available' = 'available'): unknown =>
  rolloutWaitsFor({ deployment, generation: 'new', pods: [] }, { ...goal, until });

test('a rollout is complete when every replica is updated and available, and no other is left', () => {
  expect(waitsFor(deploymentOf({ replicas: 2 }, complete))).toBeUndefined();
});

test.each<[string, Deployment | undefined]>([
  ['the Deployment', undefined],
  ['2 replicas to be asked for by the autoscaler', deploymentOf({ replicas: 1 }, complete)],
  [
    'the Deployment to be seen by its controller',
    deploymentOf({ replicas: 2 }, { ...complete, observedGeneration: 1 }),
  ],
  ['1 of 2 replicas to be updated', deploymentOf({ replicas: 2 }, { ...complete, updatedReplicas: 1 })],
  ['1 replicas of the version before to end', deploymentOf({ replicas: 2 }, { ...complete, replicas: 3 })],
  [
    '1 of 2 updated replicas to be available',
    deploymentOf({ replicas: 2 }, { ...complete, availableReplicas: 1 }),
  ],
])('it waits for %s', (words, deployment) => {
  expect(waitsFor(deployment)).toBe(words);
});

test('a baseline need only be ready', () => {
  const ready = deploymentOf({ replicas: 2 }, { ...complete, availableReplicas: 0 });
  expect(waitsFor(ready, 'ready')).toBeUndefined();
  expect(waitsFor(ready)).toBe('0 of 2 updated replicas to be available');
});
