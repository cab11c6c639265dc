/* How pods are spread over nodes. Decides from data alone. */
import { nameOf } from '../kube/read.ts';
import type { Pod } from '../kube/types.ts';

/** Whether a pod runs on a node. */
export const isOn =
  (node: string | undefined) =>
  ({ spec }: Pod): boolean =>
    spec.nodeName === node;

/** The nodes of pods, each once. */
export function nodesUnder(pods: readonly Pod[]): string[] {
  return [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))];
}

/** The nodes of a service's pods, the one with the fewest other pods first. */
export function busyNodes(pods: readonly Pod[], all: readonly Pod[]): string[] {
  const own = new Set(pods.map(nameOf));
  const others = (node: string): number =>
    all.filter((pod) => isOn(node)(pod) && !own.has(nameOf(pod))).length;
  return nodesUnder(pods).toSorted((left, right) => others(left) - others(right));
}

/** Pods on the node of another pod before them. */
export function colocatedPods(pods: readonly Pod[]): Pod[] {
  return pods.filter((pod, index) => pods.findIndex(isOn(pod.spec.nodeName)) !== index);
}
