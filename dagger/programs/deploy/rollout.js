/* Waits for a rollout and notes what happened in it. */
import { poll } from './command.js';
import { selectorOf } from './objects.js';

const revisionOf = (object) => object.metadata.annotations?.['deployment.kubernetes.io/revision'];
export const generationOf = (pod) => pod.metadata.labels?.['pod-template-hash'] ?? 'unknown';

/** Reasons of a container that will not start by being waited for. */
const hopeless = [
  ...['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName'],
  ...['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'],
];

/** What kubelet says when it ran out of time itself, on a machine that is busy: it tries again. */
const passing = /timed out waiting for the condition|context deadline exceeded/i;

/** Why a container will not start by being waited for; undefined where it may. */
export function hopelessness({ waiting }) {
  if (!hopeless.includes(waiting?.reason) || passing.test(waiting.message ?? '')) return undefined;
  return [waiting.reason, waiting.message?.slice(0, 300)].filter(Boolean).join(': ');
}

/** The Deployment, the generation of its newest pods, and all its pods. */
export async function stateOf(kube, workload) {
  const [deployment, owned] = await Promise.all([
    kube.find('deployment', workload.metadata.name),
    kube.list('replicasets,pods', selectorOf(workload)),
  ]);
  const newest = owned.find(
    (object) => object.kind === 'ReplicaSet' && revisionOf(object) === revisionOf(deployment ?? object),
  );
  return {
    deployment,
    generation: newest === undefined ? undefined : generationOf(newest),
    pods: owned.filter(({ kind }) => kind === 'Pod'),
  };
}

/** Pods of the newest version that are not on their way out. */
export function standing({ pods, generation }) {
  return pods.filter((pod) => generationOf(pod) === generation && !pod.metadata.deletionTimestamp);
}

/** Every replica updated, as far as is asked (`ready` or `available`), and no other left in the count. */
function progress({ deployment }, { least, until }) {
  if (deployment === undefined) return 'the Deployment';
  const { replicas = 1 } = deployment.spec;
  if (replicas < least) return `${String(least)} replicas to be asked for by the autoscaler`;
  const { observedGeneration = 0, updatedReplicas = 0, replicas: all = 0 } = deployment.status;
  const there = deployment.status[`${until}Replicas`] ?? 0;
  if (observedGeneration < deployment.metadata.generation)
    return 'the Deployment to be seen by its controller';
  if (updatedReplicas < replicas)
    return `${String(updatedReplicas)} of ${String(replicas)} replicas to be updated`;
  if (all > updatedReplicas) return `${String(all - updatedReplicas)} replicas of the version before to end`;
  if (there < replicas) return `${String(there)} of ${String(replicas)} updated replicas to be ${until}`;
  return undefined;
}

/** Why waiting is of no use. */
function despair({ deployment, generation, pods }) {
  const refused = deployment?.status.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (refused !== undefined) return refused.message;
  for (const pod of pods.filter((candidate) => generationOf(candidate) === generation)) {
    for (const { restartCount, state } of pod.status.containerStatuses ?? []) {
      if (restartCount > 0) return `${pod.metadata.name}, whose container has ended and was started again`;
      const why = hopelessness(state);
      if (why !== undefined) return `${pod.metadata.name}, which waits: ${why}`;
    }
  }
  return undefined;
}

/** Notes what is different about the pods at each look; what was there at the first one is no event. */
export function timelineOf(pods) {
  const events = [];
  let seen = factsByName(pods);
  const note = ({ name, generation }, what) =>
    events.push({ at: new Date().toISOString(), pod: name, generation, what });
  const look = (found) => {
    const now = factsByName(found);
    for (const [name, facts] of now) {
      const before = seen.get(name) ?? { restarts: 0 };
      if (!seen.has(name)) note(facts, 'created');
      for (const what of ['started', 'ready', 'terminating'])
        if (facts[what] && !before[what]) note(facts, what);
      if (before.ready && !facts.ready) note(facts, 'unready');
      if (facts.restarts > before.restarts) note(facts, 'restarted');
    }
    for (const [name, facts] of seen) if (!now.has(name)) note(facts, 'gone');
    seen = now;
  };
  return { events, look };
}

function factsByName(pods) {
  return new Map(pods.map((pod) => [pod.metadata.name, factsOf(pod)]));
}

function factsOf(pod) {
  const status = pod.status.containerStatuses?.[0];
  return {
    ...{ name: pod.metadata.name, generation: generationOf(pod) },
    started: status?.state.running !== undefined,
    ready: pod.status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
    terminating: pod.metadata.deletionTimestamp !== undefined,
    restarts: status?.restartCount ?? 0,
  };
}

/**
 * Waits until a rollout is complete, or cannot become so. Never throws for its outcome.
 * @param options.least replicas that the manifests ask for, by the Deployment or by its autoscaler
 * @param options.timeline told of the pods at each look
 * @param options.until `ready`, or `available`: ready for as long as the manifests ask (`minReadySeconds`)
 * @param options.patient goes on when pods of the newest version end: who goes back has nothing better to do
 */
export async function watchRollout(kube, workload, options) {
  const { seconds, timeline, least, until = 'available', patient = false } = options;
  const startedAt = Date.now();
  const look = async () => {
    const state = await stateOf(kube, workload);
    timeline.look(state.pods);
    const waitingFor = progress(state, { least, until });
    if (waitingFor === undefined) return { value: { complete: true } };
    const why = patient ? undefined : despair(state);
    return why === undefined ? { waitingFor } : { value: { complete: false, waitedFor: why } };
  };
  const { value, waitedFor } = await poll(look, { seconds });
  const end = value ?? { complete: false, waitedFor };
  return { ...end, durationMs: Date.now() - startedAt, deadlineMs: seconds * 1000 };
}

/** Names of pods of other versions that are there after a time for them to go. */
export async function waitForOldPods(kube, workload, { seconds, timeline }) {
  let left = [];
  await poll(
    async () => {
      const { pods, generation } = await stateOf(kube, workload);
      timeline.look(pods);
      left = pods.filter((pod) => generationOf(pod) !== generation).map((pod) => pod.metadata.name);
      return left.length === 0 ? { value: true } : { waitingFor: `old pods to be gone: ${left.join(', ')}` };
    },
    { seconds },
  );
  return left;
}
