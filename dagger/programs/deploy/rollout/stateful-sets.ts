/* Waits for StatefulSets that the service needs, such as its database. */
import type { Kube } from '../kube/kube.ts';
import { isOf, nameOf } from '../kube/read.ts';
import type { KubeObject, Pod, StatefulSet } from '../kube/types.ts';
import { selectorOf } from '../manifests/objects.ts';
import { say, StepError } from '../run/command.ts';
import { type PollResult, pollOrFail } from '../run/poll.ts';
import { isComplete, isOutdated, isSeen, podProblem, setWaitsFor } from './set-progress.ts';

/** Options of a wait for StatefulSets. */
export interface SetWatch {
  readonly seconds: number;
  /** Continues to wait if a pod cannot start, as a rollback does, which has no alternative. */
  readonly patient: boolean;
}

/**
 * Waits for the StatefulSets among the objects; answers whether one of them was not there at once.
 * @throws StepError when one is not ready in time, or cannot become so
 */
export async function waitForSets(
  kube: Kube,
  objects: readonly KubeObject[],
  { seconds, patient }: SetWatch,
): Promise<boolean> {
  let waited = false;
  for (const name of objects.filter(isOf('StatefulSet')).map(nameOf)) {
    const look = async (): Promise<PollResult<true>> => {
      const seen = await lookAt(kube, name, patient);
      waited ||= !('value' in seen);
      return seen;
    };
    await pollOrFail(look, { seconds, rule: 'database' });
  }
  return waited;
}

async function lookAt(kube: Kube, name: string, patient: boolean): Promise<PollResult<true>> {
  const set = await kube.find('StatefulSet', name);
  if (set === undefined) return { waitingFor: `${name} to be there` };
  if (isComplete(set)) return { value: true };
  const pods = isSeen(set) ? await lookAtPods(kube, set, patient) : [];
  return { waitingFor: setWaitsFor(set, pods) };
}

/**
 * A set does not take away a pod of an older revision that will not start: it waits for it to be ready, for ever. So that
 * is done here; what the pod has stored stays. Answers the pods.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
 */
async function lookAtPods(kube: Kube, set: StatefulSet, patient: boolean): Promise<Pod[]> {
  const pods = await kube.list('Pod', selectorOf(set));
  for (const pod of pods) {
    const why = podProblem(pod);
    if (why === undefined) continue;
    const { name } = pod.metadata;
    if (isOutdated(pod, set)) {
      say(`${name}, of a revision that is no longer wanted, waits: ${why}: it is removed`);
      await kube.must(['delete', 'pod', name, '--wait=false']);
    } else if (!patient) {
      throw new StepError(`${name} waits: ${why}`, { rule: 'database' });
    }
  }
  return pods;
}
