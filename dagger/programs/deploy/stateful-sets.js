/* Waits for StatefulSets, which stand before the service: its database. */
import { pollOrFail, say, StepError } from './command.js';
import { selectorOf } from './objects.js';
import { hopelessness } from './rollout.js';

/**
 * Waits for the StatefulSets among the objects; answers whether one of them was not there at once.
 * @param options.patient goes on when a pod will not start: who goes back has nothing better to do
 * @throws StepError when one is not ready in time, or cannot become so
 */
export async function waitForSets(kube, objects, { seconds, patient }) {
  const names = objects.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata }) => metadata.name);
  let waited = false;
  for (const name of names) {
    const look = async () => {
      const seen = await lookAt(kube, name, patient);
      waited ||= seen.value === undefined;
      return seen;
    };
    await pollOrFail(look, { seconds, rule: 'database' });
  }
  return waited;
}

async function lookAt(kube, name, patient) {
  const set = await kube.find('statefulset', name);
  const { spec, status = {}, metadata } = set;
  const { replicas = 1 } = spec;
  const { observedGeneration = 0, readyReplicas = 0 } = status;
  const seen = observedGeneration >= metadata.generation;
  if (seen && readyReplicas >= replicas && isUpdated(set)) return { value: true };
  const pods = seen ? await lookAtPods(kube, set, patient) : [];
  const state = pods.length === 0 ? 'no pod yet' : pods.map(podWords).join(', ');
  return {
    waitingFor: `${name}: ${String(readyReplicas)} of ${String(replicas)} ready, ${updateWords(set)}; ${state}`,
  };
}

/** What a pod is at: why no node takes it, why its container waits, or its phase. */
function podWords({ metadata, status }) {
  const unplaced = status.conditions?.find(
    ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
  );
  const state = status.containerStatuses?.[0]?.state;
  const words = state?.running === undefined ? state?.waiting?.reason : 'runs and is not ready';
  return `${metadata.name}: ${unplaced?.message ?? words ?? status.phase}`;
}

/** A count of zero is not in the status at all: the revisions say whether there is anything to update. */
function isUpdated({ spec: { replicas = 1, updateStrategy }, status = {} }) {
  const { currentRevision, updateRevision, updatedReplicas = 0 } = status;
  return (
    updateStrategy?.type === 'OnDelete' || currentRevision === updateRevision || updatedReplicas >= replicas
  );
}

const updateWords = (set) => (isUpdated(set) ? 'updated' : 'being updated');

/**
 * A set does not take away a pod of an older revision that will not start: it waits for it to be ready, for ever. So that
 * is done here; what the pod has stored stays. Answers the pods.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
 */
async function lookAtPods(kube, set, patient) {
  const pods = await kube.list('pods', selectorOf(set));
  for (const { metadata, status } of pods) {
    const why = (status.containerStatuses ?? []).map(({ state }) => hopelessness(state)).find(Boolean);
    if (why === undefined || metadata.deletionTimestamp !== undefined) continue;
    if (metadata.labels['controller-revision-hash'] !== set.status.updateRevision) {
      say(`${metadata.name}, of a revision that is no longer wanted, waits: ${why}: it is removed`);
      await kube.must(['delete', 'pod', metadata.name, '--wait=false']);
    } else if (!patient) {
      throw new StepError(`${metadata.name} waits: ${why}`, { rule: 'database' });
    }
  }
  return pods;
}
