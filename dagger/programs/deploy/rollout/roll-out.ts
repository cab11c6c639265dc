/* Rolls out a version: what it needs first, then its Jobs, then everything. The result is decided elsewhere. */
import type { Rollout } from '../../../src/deploy/proof/observations.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { applyOrFail, isRefused, type Kube } from '../kube/kube.ts';
import type { Deployment, KubeObject } from '../kube/types.ts';
import { replicasOf, workloadOf } from '../manifests/objects.ts';
import { type Order, orderOf } from '../manifests/order.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { StepError } from '../run/command.ts';
import type { RunStep } from '../run/steps.ts';
import { beginAgain } from './begin-again.ts';
import { runJobs } from './jobs.ts';
import { otherWorkloads } from './other-progress.ts';
import { firstNotReady, mustBeReady } from './other-workloads.ts';
import type { Until } from './progress.ts';
import { watchRollout } from './rollout.ts';
import { rolloutSecondsFor } from './start-time.ts';
import { stateOf } from './state.ts';
import { waitForSets } from './stateful-sets.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** How long programs of others, such as a proxy, may take before the service is there. Those that need it themselves come after it. */
const needSeconds = 60;

/** Refuses what the server would not take, before anything changes. @throws StepError */
export async function validate(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const evidence = await kube.apply(objects, { dryRun: true });
  if (isRefused(evidence)) throw new StepError('the server refuses the manifests', { evidence });
}

async function applyAll(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  await applyOrFail(kube, objects, 'the manifests were not applied');
}

/** Options of {@link rollOut}. */
export interface RollOutOptions {
  readonly objects: readonly KubeObject[];
  readonly step: RunStep;
  /** The state of the replicas to wait for. Default `available`. */
  readonly until?: Until;
  /** Continues to wait if pods cannot start, as a rollback does, which has no alternative. Default false. */
  readonly patient?: boolean;
  /** Told of each Job that is made. Default: none is made, as for a version before, whose Jobs have run. */
  readonly began?: (title: string) => void;
}

/** A version after its rollout, whatever the outcome. */
export interface WatchedVersion {
  readonly rollout: Rollout;
  readonly workload: Deployment;
  readonly timeline: Timeline;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
}

/** The steps that change the cluster. Answers the rollout, whatever its outcome. */
export async function rollOut(
  kube: Kube,
  settings: UpdateSettings,
  options: RollOutOptions,
): Promise<WatchedVersion> {
  const { objects, step, until = 'available', patient = false } = options;
  const workload = workloadOf(objects);
  const order = orderOf(objects, workload);
  const interrupted = await rollOutNeeds(kube, settings, { ...options, order });
  await rollOutJobs(kube, order, options);
  const timeline = timelineOf((await stateOf(kube, workload)).pods);
  await step('apply', async () => {
    const begun = patient ? beginAgain(kube, settings, { objects, interrupted }) : undefined;
    await Promise.all([applyAll(kube, order.all), begun]);
    return { value: undefined, detail: `${String(order.all.length)} objects applied` };
  });
  const { rolloutSeconds, isGrowing } = settings.deadlines;
  const least = replicasOf(objects);
  const seconds = isGrowing ? rolloutSecondsFor(workload, least, rolloutSeconds) : rolloutSeconds;
  const watched = await step('rollout', async () => {
    const value = await watchRollout(kube, workload, { seconds, timeline, until, patient, least });
    return value.complete
      ? { value, detail: 'every replica is updated and available' }
      : { value, detail: `waited for ${value.waitedFor ?? 'nothing'}`, outcome: 'failed' };
  });
  if (watched.complete) await waitForOthers(kube, { ...options, seconds, workload });
  return { rollout: { ...watched, events: timeline.events }, workload, timeline, seenAt: Date.now() };
}

/** Applies what the version needs, and waits for its databases; answers whether it had to wait. */
function rollOutNeeds(
  kube: Kube,
  settings: UpdateSettings,
  { order: { needs }, objects, step, patient = false }: RollOutOptions & { readonly order: Order },
): Promise<boolean> {
  return step('database', async () => {
    await applyAll(kube, needs);
    const value = await waitForSets(kube, needs, { seconds: settings.deadlines.databaseSeconds, patient });
    const others = otherWorkloads(needs).filter(({ kind }) => kind !== 'StatefulSet');
    const late = await firstNotReady(kube, others, { objects, seconds: needSeconds, patient });
    const told = late === undefined ? '' : `; not ready yet, and waited for again after the service: ${late}`;
    return { value, detail: `${String(needs.length)} objects that come before the service are there${told}` };
  });
}

async function rollOutJobs(kube: Kube, { jobs }: Order, { step, began }: RollOutOptions): Promise<void> {
  if (began === undefined || jobs.length === 0) return;
  await step('jobs', async () => {
    await runJobs(kube, jobs, began);
    return { value: undefined, detail: `${jobs.map(titleOf).join(', ')} ended well` };
  });
}

async function waitForOthers(
  kube: Kube,
  {
    objects,
    step,
    patient = false,
    seconds,
    workload,
  }: RollOutOptions & { readonly seconds: number; readonly workload: Deployment },
): Promise<void> {
  const others = otherWorkloads(objects, workload);
  if (others.length === 0) return;
  await step('workloads', async () => {
    await mustBeReady(kube, others, { objects, seconds, patient });
    return { value: undefined, detail: `${others.map(titleOf).join(', ')} ready` };
  });
}
