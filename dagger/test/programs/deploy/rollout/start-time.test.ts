import { describe, expect, test } from 'vitest';

import type { Container, Deployment } from '../../../../programs/deploy/kube/types.ts';
import {
  longestSeconds,
  rolloutSecondsFor,
  unreadySeconds,
  startSeconds,
} from '../../../../programs/deploy/rollout/start-time.ts';
import { deploymentOf } from '../support/objects.ts';

const starting = (container: Partial<Container>, spec: Partial<Deployment['spec']> = {}): Deployment =>
  deploymentOf({
    template: {
      metadata: { labels: { app: 'app' } },
      spec: { containers: [{ name: 'app', image: 'app:1', ...container }] },
    },
    ...spec,
  });

test.each<[string, Partial<Container>, number]>([
  ['no probe', {}, 0],
  ['a startup probe', { startupProbe: { periodSeconds: 2, failureThreshold: 60 } }, 120],
  [
    'a startup probe with a delay',
    { startupProbe: { initialDelaySeconds: 20, periodSeconds: 5, failureThreshold: 4 } },
    40,
  ],
  ["a startup probe with Kubernetes' own times", { startupProbe: {} }, 30],
  ['a delay of the readiness probe', { readinessProbe: { initialDelaySeconds: 45 } }, 45],
  ['a delay of the liveness probe', { livenessProbe: { initialDelaySeconds: 90 } }, 90],
  [
    'a readiness probe that may fail, which is no start',
    { readinessProbe: { periodSeconds: 10, failureThreshold: 30 } },
    0,
  ],
  ['the longest of them', { startupProbe: {}, livenessProbe: { initialDelaySeconds: 60 } }, 60],
])('a pod with %s may take that long to start', (_name, container, seconds) => {
  expect(startSeconds(starting(container))).toBe(seconds);
});

describe('the deadline of a rollout', () => {
  const slow = { startupProbe: { periodSeconds: 10, failureThreshold: 9 } };
  test.each<[string, Deployment, number, number]>([
    ['is the default for pods that start as usual', starting({}), 2, 180],
    ['is the default for a start-up of 30 s', starting({ startupProbe: {} }), 2, 180],
    ['grows by the time beyond that', starting(slow), 1, 240],
    ['grows for each replica that waits for another', starting(slow), 3, 360],
    [
      'grows once for replicas that start together',
      starting(slow, { strategy: { type: 'Recreate' } }),
      3,
      240,
    ],
    [
      'grows for each group',
      starting(slow, { strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } } }),
      4,
      300,
    ],
    [
      'counts shares as Kubernetes does',
      starting(slow, { strategy: { rollingUpdate: { maxSurge: '50%', maxUnavailable: '0%' } } }),
      3,
      300,
    ],
    ['counts the time for which pods must stay ready', starting({}, { minReadySeconds: 60 }), 2, 240],
    ['is at least that of the manifests', starting({}, { progressDeadlineSeconds: 400 }), 2, 400],
    ['is not less than the default', starting({}, { progressDeadlineSeconds: 60 }), 2, 180],
    [
      'is no longer than anybody should wait',
      starting({ startupProbe: { failureThreshold: 1000 } }),
      2,
      longestSeconds,
    ],
  ])('%s', (_name, workload, replicas, seconds) => {
    expect(rolloutSecondsFor(workload, replicas, 180)).toBe(seconds);
  });

  test('that is longer than that by default stays', () => {
    expect(rolloutSecondsFor(starting(slow), 2, 900)).toBe(900);
  });
});

describe('the time in which a failure that is over may still take a pod out of its Service', () => {
  test.each<[string, Deployment, number]>([
    ['none without a readiness probe', starting({}), 0],
    [
      'that of its probe',
      starting({ readinessProbe: { periodSeconds: 2, failureThreshold: 2, timeoutSeconds: 3 } }),
      7,
    ],
    ['bounded, for a probe that asks rarely', starting({ readinessProbe: {} }), 15],
  ])('%s', (_name, workload, seconds) => {
    expect(unreadySeconds(workload)).toBe(seconds);
  });
});
