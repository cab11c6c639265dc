/* The progress of a StatefulSet and of its pods. Decides from data alone. */
import { mainContainer } from '../kube/read.ts';
import type { Pod, StatefulSet } from '../kube/types.ts';
import { containerBlocker } from './blocker.ts';

/** Whether its controller has seen the newest specification. */
export function isSeen({ metadata, status }: StatefulSet): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}

/** Whether every pod is ready and of the newest revision. */
export function isComplete(set: StatefulSet): boolean {
  return isSeen(set) && (set.status?.readyReplicas ?? 0) >= (set.spec.replicas ?? 1) && isUpdated(set);
}

/** A count of zero is not in the status at all: the revisions say whether there is anything to update. */
function isUpdated({ spec: { replicas = 1, updateStrategy }, status = {} }: StatefulSet): boolean {
  const { currentRevision, updateRevision, updatedReplicas = 0 } = status;
  return (
    updateStrategy?.type === 'OnDelete' || currentRevision === updateRevision || updatedReplicas >= replicas
  );
}

/** The progress of a set that is not complete, in words. */
export function setWaitsFor(set: StatefulSet, pods: readonly Pod[]): string {
  const { spec, status, metadata } = set;
  const ready = `${String(status?.readyReplicas ?? 0)} of ${String(spec.replicas ?? 1)} ready`;
  const words = pods.length === 0 ? 'no pod yet' : pods.map(podWords).join(', ');
  return `${metadata.name}: ${ready}, ${isUpdated(set) ? 'updated' : 'being updated'}; ${words}`;
}

/** The state of a pod: why no node takes it, why its container waits, or its phase. */
function podWords(pod: Pod): string {
  const { metadata, status } = pod;
  const unplaced = status.conditions?.find(
    ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
  );
  const state = mainContainer(pod)?.state;
  const words = state?.running === undefined ? state?.waiting?.reason : 'runs and is not ready';
  return `${metadata.name}: ${unplaced?.message ?? words ?? status.phase}`;
}

/** Why a pod of a set cannot start without a change; undefined if it may, or is terminating. */
export function podProblem({ metadata, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  return (status.containerStatuses ?? [])
    .map(({ state }) => containerBlocker(state))
    .find((why) => why !== undefined);
}

/** Whether a pod is of an older revision than the set asks for. */
export function isOutdated({ metadata }: Pod, { status }: StatefulSet): boolean {
  return metadata.labels?.['controller-revision-hash'] !== status?.updateRevision;
}
