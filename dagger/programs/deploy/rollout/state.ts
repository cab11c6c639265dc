/* A Deployment and its pods, as they are now. */
import type { Kube } from '../kube/kube.ts';
import { isOf } from '../kube/read.ts';
import type { Deployment, KubeObject, Pod } from '../kube/types.ts';
import { selectorOf } from '../manifests/objects.ts';

/** The state of a rollout at one time. */
export interface RolloutState {
  readonly deployment: Deployment | undefined;
  /** The generation of the newest pods; undefined while there is no ReplicaSet for them. */
  readonly generation: string | undefined;
  /** The pods of all generations. */
  readonly pods: readonly Pod[];
}

const revisionOf = ({ metadata }: KubeObject): string | undefined =>
  metadata.annotations?.['deployment.kubernetes.io/revision'];

/** The generation of a pod or a ReplicaSet: pods of one template have the same. */
export function generationOf({ metadata }: KubeObject): string {
  return metadata.labels?.['pod-template-hash'] ?? 'unknown';
}

/** The Deployment, the generation of its newest pods, and all its pods. */
export async function stateOf(kube: Kube, workload: Deployment): Promise<RolloutState> {
  const [deployment, owned] = await Promise.all([
    kube.find('Deployment', workload.metadata.name),
    kube.listAll(['ReplicaSet', 'Pod'], selectorOf(workload)),
  ]);
  const newest = owned
    .filter(isOf('ReplicaSet'))
    .find((set) => revisionOf(set) === revisionOf(deployment ?? set));
  return {
    deployment,
    generation: newest === undefined ? undefined : generationOf(newest),
    pods: owned.filter(isOf('Pod')),
  };
}

/** Pods of the newest version that are not terminating. */
export function activePods({ pods, generation }: RolloutState): Pod[] {
  return pods.filter(
    (pod) => generationOf(pod) === generation && pod.metadata.deletionTimestamp === undefined,
  );
}
