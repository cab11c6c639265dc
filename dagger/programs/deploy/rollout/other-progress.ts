/* The progress of workloads beside the service. Decides from data alone. */
import { isOf } from '../kube/read.ts';
import type { DaemonSet, Deployment, KubeObject, Pod, StatefulSet } from '../kube/types.ts';
import { leastReplicas } from '../manifests/objects.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { podProblem, isComplete, setWaitsFor } from './set-progress.ts';
import { rolloutWaitsFor } from './progress.ts';

/** A workload whose pods keep running, beside the service. */
export type OtherWorkload = DaemonSet | Deployment | StatefulSet;

/** The workloads among objects whose pods keep running, but for the service itself. */
export function otherWorkloads(objects: readonly KubeObject[], service?: Deployment): OtherWorkload[] {
  return [
    ...objects.filter(isOf('StatefulSet')),
    ...objects.filter(isOf('Deployment')),
    ...objects.filter(isOf('DaemonSet')),
  ].filter((one) => service === undefined || titleOf(one) !== titleOf(service));
}

/** Times that a container which ends may be started again: it may need something that starts beside it. */
const mostRestarts = 2;

/** Why a workload cannot become ready without a change; undefined if it may. */
export function otherBlocker(pods: readonly Pod[]): string | undefined {
  const bad = pods.filter(({ status }) =>
    (status.containerStatuses ?? []).some(
      ({ restartCount, state }) =>
        restartCount >= mostRestarts || state.waiting?.reason !== 'CrashLoopBackOff',
    ),
  );
  return bad
    .flatMap((pod) => {
      const why = podProblem(pod);
      return why === undefined ? [] : [`${pod.metadata.name} waits: ${why}`];
    })
    .at(0);
}

/** What a workload waits for; undefined when every pod is of its newest template and ready. */
export function otherWaitsFor(
  found: OtherWorkload | undefined,
  { objects, pods }: { readonly objects: readonly KubeObject[]; readonly pods: readonly Pod[] },
): string | undefined {
  if (found === undefined) return 'it to be there';
  if (isOf('Deployment')(found)) {
    const least = leastReplicas(objects, found);
    return rolloutWaitsFor({ deployment: found, generation: undefined, pods }, { least, until: 'ready' });
  }
  if (isOf('DaemonSet')(found)) return daemonWaitsFor(found);
  return isComplete(found) ? undefined : setWaitsFor(found, pods);
}

function daemonWaitsFor({ metadata, status = {} }: DaemonSet): string | undefined {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return 'it to be seen by its controller';
  const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled: updated = 0 } = status;
  const { numberAvailable: available = 0 } = status;
  if (updated < wanted) return `${String(updated)} of ${String(wanted)} pods to be updated`;
  return available < wanted ? `${String(available)} of ${String(wanted)} pods to be available` : undefined;
}
