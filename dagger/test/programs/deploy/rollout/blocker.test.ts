import { expect, test } from 'vitest';

import { containerBlocker, podBlocker, rolloutBlocker } from '../../../../programs/deploy/rollout/blocker.ts';
import type { RolloutState } from '../../../../programs/deploy/rollout/state.ts';
import { deploymentOf, podOf } from '../support/objects.ts';

test.each([
  ['CrashLoopBackOff', 'back-off 10s restarting failed container', 'CrashLoopBackOff: back-off 10s'],
  ['CreateContainerConfigError', 'secret "other" not found', 'CreateContainerConfigError: secret "other"'],
])(
  'a container that will not start by being waited for is told with its reason: %s',
  (reason, message, says) => {
    expect(containerBlocker({ waiting: { reason, message } })).toContain(says);
  },
);

test.each([
  [{ running: {} }],
  [{ waiting: { reason: 'ContainerCreating' } }],
  [
    {
      waiting: {
        reason: 'CreateContainerConfigError',
        message: 'failed to sync secret cache: timed out waiting for the condition',
      },
    },
  ],
  [{ waiting: { reason: 'CreateContainerError', message: 'context deadline exceeded' } }],
])(
  'one that may still start is waited for, a kubelet that ran out of time itself among them: %j',
  (state) => {
    expect(containerBlocker(state)).toBeUndefined();
  },
);

const crashing = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } };

test.each([
  [
    'of a container that has ended and was started again',
    podOf('a', { restartCount: 1 }),
    'a, whose container',
  ],
  ['of a container that will not start', podOf('a', { state: crashing }), 'a, which waits: CrashLoopBackOff'],
])('a pod will not get ready because %s', (_, pod, says) => {
  expect(podBlocker(pod)).toContain(says);
});

test('a pod without a container yet may get ready', () => {
  const { status, ...pod } = podOf('a');
  expect(podBlocker({ ...pod, status: { phase: status.phase } })).toBeUndefined();
});

/** A rollout of one new pod that starts, beside one old pod. */
const starting: RolloutState = {
  deployment: deploymentOf({ replicas: 2 }),
  generation: 'new',
  pods: [podOf('new-1', { generation: 'new' }), podOf('old-1', { generation: 'old' })],
};

test('a rollout whose pods start is waited for', () => {
  expect(rolloutBlocker(starting)).toBeUndefined();
});

test('a rollout is blocked by a pod of the new version, and by no other', () => {
  const [fresh, old] = ['new', 'old'].map((generation) => podOf(generation, { generation, state: crashing }));
  expect(
    rolloutBlocker({ ...starting, pods: [fresh, ...starting.pods].filter((pod) => pod !== undefined) }),
  ).toBe('new, which waits: CrashLoopBackOff: back-off 10s');
  expect(
    rolloutBlocker({ ...starting, pods: [old, ...starting.pods].filter((pod) => pod !== undefined) }),
  ).toBeUndefined();
});

test('a rollout is blocked where the server takes no pod, in its words', () => {
  const conditions = [{ type: 'ReplicaFailure', status: 'True', message: 'violates PodSecurity' } as const];
  const deployment = deploymentOf({ replicas: 2 }, { conditions });
  expect(rolloutBlocker({ ...starting, deployment })).toBe('violates PodSecurity');
});
