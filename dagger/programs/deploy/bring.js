/* Brings a version to the cluster and looks at what came of it. Decides nothing about it. */
import { StepError } from './command.js';
import { figures } from './companions.js';
import { isRefused } from './kube.js';
import { observeNodes } from './nodes.js';
import { beforeService, workloadOf } from './objects.js';
import { converse, observePods } from './observe.js';
import { stateOf, timelineOf, waitForOldPods, watchRollout } from './rollout.js';
import { waitForSets } from './stateful-sets.js';

/** How long a version is given to find its database again. */
const availableSeconds = 60;

/** Refuses what the server would not take, before anything changes. @throws StepError */
export async function validate(kube, objects) {
  const evidence = await kube.apply(objects, { dryRun: true });
  if (isRefused(evidence)) throw new StepError('the server refuses the manifests', { evidence });
}

async function applyAll(kube, objects) {
  const evidence = await kube.apply(objects);
  if (evidence.exitCode !== 0) throw new StepError('the manifests were not applied', { evidence });
}

/**
 * The steps that change the cluster: the database first, then everything. Answers the rollout, whatever its outcome.
 * @param options.until what the rollout is waited for: replicas that are `ready`, or `available`
 */
export async function bring(kube, settings, { objects, step, until = 'available', patient = false }) {
  const { databaseSeconds, rolloutSeconds } = settings.deadlines;
  const workload = workloadOf(objects);
  const first = beforeService(objects, workload);
  const interrupted = await step('database', async () => {
    await applyAll(kube, first);
    const value = await waitForSets(kube, first, { seconds: databaseSeconds, patient });
    return { value, detail: `${String(first.length)} objects that come before the service are there` };
  });
  const begin = patient ? beginAgain(kube, settings, { objects, interrupted }) : undefined;
  const timeline = timelineOf((await stateOf(kube, workload)).pods);
  await step('apply', async () => {
    await Promise.all([applyAll(kube, objects), begin]);
    return { detail: `${String(objects.length)} objects applied` };
  });
  const watched = await step('rollout', async () => {
    const seen = await watchRollout(kube, workload, {
      ...{ seconds: rolloutSeconds, timeline, until, patient },
      least: replicasOf(objects),
    });
    const detail = seen.complete ? 'every replica is updated and available' : `waited for ${seen.waitedFor}`;
    return { value: seen, detail, outcome: seen.complete ? 'passed' : 'failed' };
  });
  return { rollout: { ...watched, events: timeline.events }, workload, timeline, seenAt: Date.now() };
}

/**
 * Begins the figures of the way back. What failed while the version before had no database is no failure of it: where that
 * was so, they begin when that version is available again.
 */
async function beginAgain(kube, settings, { objects, interrupted }) {
  const unseen = { look: () => undefined };
  const options = { seconds: availableSeconds, timeline: unseen, least: replicasOf(objects), patient: true };
  if (interrupted) await watchRollout(kube, workloadOf(objects), options);
  await figures(kube, settings);
}

/**
 * Everything that the proof is decided from, after a version was brought.
 * @param options.drains looks at the nodes too, and drains one: of a version that is new, not of one that comes back
 */
export async function observe(kube, settings, { expected, brought, step, drains = false }) {
  const { rollout, workload, timeline } = brought;
  const oldPods = rollout.complete
    ? await step('old-pods', () => oldPodsGone(kube, settings, { workload, timeline }))
    : { unobserved: 'the rollout was not complete, so pods of the version before are meant to be there' };
  const smoke = rollout.complete
    ? await step('smoke', async () => {
        const value = await converse(kube, settings);
        return {
          value,
          detail: 'the conversation was held through the Service',
          outcome: smokeOutcome(value),
        };
      })
    : undefined;
  const least = expected.replicas;
  const nodes = drains ? await observeNodes(kube, settings, { ...brought, smoke, least, step }) : {};
  return step('proof', async () => {
    const seen = await observePods(kube, settings, workload);
    const counted = await figures(kube, settings);
    const ended = smoke === undefined ? {} : { smoke };
    const value = {
      expected,
      rollout: { ...rollout, events: timeline.events },
      oldPods,
      ...seen,
      ...counted,
      ...nodes,
      ...ended,
    };
    return { value, detail: `${String(seen.pods.length)} pods looked at` };
  });
}

async function oldPodsGone(kube, { deadlines }, { workload, timeline }) {
  const left = await waitForOldPods(kube, workload, { seconds: deadlines.oldPodsSeconds, timeline });
  if (left.length === 0) return { value: left, detail: 'no pod of the version before is left' };
  return { value: left, detail: `still there: ${left.join(', ')}`, outcome: 'failed' };
}

function smokeOutcome(smoke) {
  if (smoke === undefined || smoke.exitCode === 0) return 'passed';
  return smoke.exitCode === undefined ? 'unavailable' : 'failed';
}

/** Replicas that the manifests ask for: the autoscaler's least where it rules. */
export function replicasOf(objects) {
  const scaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
  return workloadOf(objects).spec.replicas ?? scaler?.spec.minReplicas ?? 1;
}
