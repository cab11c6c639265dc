import { describe, expect, it } from 'vitest';

import {
  otherBlocker,
  otherWaitsFor,
  otherWorkloads,
} from '../../../../programs/deploy/rollout/other-progress.ts';
import { firstNotReady, mustBeReady } from '../../../../programs/deploy/rollout/other-workloads.ts';
import type { Kube } from '../../../../programs/deploy/kube/kube.ts';
import type { DaemonSet, Deployment, KubeObject, Pod } from '../../../../programs/deploy/kube/types.ts';
import { deploymentOf, podOf, setOf } from '../support/objects.ts';

const named = (name: string, status?: Deployment['status']): Deployment => ({
  ...deploymentOf({ replicas: 1 }, status),
  metadata: { name, generation: 2 },
});
const ready = { updatedReplicas: 1, replicas: 1, readyReplicas: 1 };
const service = named('api');
const worker = named('worker', ready);
const agent: DaemonSet = {
  kind: 'DaemonSet',
  metadata: { name: 'agent', generation: 1 },
  spec: { selector: { matchLabels: {} }, template: worker.spec.template },
  status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
};
const none = { objects: [], pods: [] };
const waiting = (reason: string, restartCount = 0): Pod =>
  podOf('worker-1', { state: { waiting: { reason } }, restartCount });

it('other workloads are all whose pods keep running, but for the service', () => {
  const objects: KubeObject[] = [
    agent,
    service,
    worker,
    setOf(),
    { kind: 'Job', metadata: { name: 'migrate' } },
  ];
  const kinds = otherWorkloads(objects, service).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(kinds).toEqual([`StatefulSet/${setOf().metadata.name}`, 'Deployment/worker', 'DaemonSet/agent']);
});

describe('a workload beside the service', () => {
  it.each([
    ['is not there', undefined, 'it to be there'],
    ['is ready', worker, undefined],
    ['is not ready', named('worker', { ...ready, readyReplicas: 0 }), '0 of 1 updated replicas to be ready'],
    ['runs on every node', agent, undefined],
    [
      'is missing on a node',
      { ...agent, status: { ...agent.status, numberAvailable: 1 } },
      '1 of 2 pods to be available',
    ],
    [
      'is of the version before on a node',
      { ...agent, status: { ...agent.status, updatedNumberScheduled: 1 } },
      '1 of 2 pods to be updated',
    ],
    [
      'was not seen yet',
      { ...agent, metadata: { name: 'agent', generation: 2 } },
      'it to be seen by its controller',
    ],
  ])('%s', (_state, found, waitsFor) => {
    expect(otherWaitsFor(found, none)).toBe(waitsFor);
  });

  it('may end a few times before what it needs is there', () => {
    expect(otherBlocker([waiting('CrashLoopBackOff', 1)])).toBeUndefined();
    expect(otherBlocker([waiting('CrashLoopBackOff', 2)])).toBe('worker-1 waits: CrashLoopBackOff');
  });

  it('cannot start without its image', () => {
    expect(otherBlocker([waiting('ErrImageNeverPull')])).toBe('worker-1 waits: ErrImageNeverPull');
    expect(otherBlocker([waiting('ContainerCreating')])).toBeUndefined();
  });
});

describe('a wait for workloads', () => {
  const clusterOf = (found: Deployment, pods: readonly Pod[] = []): Kube =>
    ({ find: () => Promise.resolve(found), list: () => Promise.resolve(pods) }) as unknown as Kube;
  const watch = { objects: [], seconds: 0, patient: false };
  const late = named('worker', { ...ready, readyReplicas: 0 });

  it('ends when all are ready', async () => {
    expect(await firstNotReady(clusterOf(worker), [worker], watch)).toBeUndefined();
  });

  it('names the one that is late', async () => {
    await expect(mustBeReady(clusterOf(late), [worker], watch)).rejects.toThrow(
      '0 s were not enough for Deployment/worker: 0 of 1 updated replicas to be ready',
    );
  });

  it('ends early for one that cannot start, but not in a rollback', async () => {
    const kube = clusterOf(late, [waiting('ErrImageNeverPull')]);
    const words = 'Deployment/worker: worker-1 waits: ErrImageNeverPull';
    expect(await firstNotReady(kube, [worker], watch)).toBe(words);
    expect(await firstNotReady(kube, [worker], { ...watch, patient: true })).toMatch(/were not enough/);
  });
});
