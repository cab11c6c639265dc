/* Reasons for which a rollout can never be complete. Decides from data alone. */
import type { ContainerState, Pod } from '../kube/types.ts';
import { generationOf, type RolloutState } from './state.ts';

/** Waiting reasons of a container that waiting does not cure. */
const finalReasons = [
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
];

/** kubelet's words when it ran out of time itself, on a busy machine: it tries again. */
const isPassing = /timed out waiting for the condition|context deadline exceeded/i;

/** Why a container cannot start without a change; undefined if it may. */
export function containerBlocker({ waiting }: ContainerState): string | undefined {
  const { reason, message = '' } = waiting ?? {};
  if (reason === undefined || !finalReasons.includes(reason) || isPassing.test(message)) return undefined;
  return [reason, message.slice(0, 300)].filter((words) => words !== '').join(': ');
}

/** Why a pod cannot get ready without a change; undefined if it may. */
export function podBlocker({ metadata, status }: Pod): string | undefined {
  for (const { restartCount, state } of status.containerStatuses ?? []) {
    if (restartCount > 0) return `${metadata.name}, whose container has ended and was started again`;
    const why = containerBlocker(state);
    if (why !== undefined) return `${metadata.name}, which waits: ${why}`;
  }
  return undefined;
}

/** Why a rollout cannot complete without a change; undefined if it may. Pods of other versions do not count. */
export function rolloutBlocker({ deployment, generation, pods }: RolloutState): string | undefined {
  const refused = deployment?.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (refused !== undefined) return refused.message ?? 'the server rejects every pod of the Deployment';
  return pods
    .filter((pod) => generationOf(pod) === generation)
    .map(podBlocker)
    .find((why) => why !== undefined);
}
