/* Rolls out a version: the database first, then everything. The result is decided elsewhere. */
import type { Rollout } from '../../../src/deploy/proof/observations.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { figures } from '../companions/figures.ts';
import { isRefused, type Kube } from '../kube/kube.ts';
import type { Deployment, KubeObject } from '../kube/types.ts';
import { beforeService, replicasOf, workloadOf } from '../manifests/objects.ts';
import { StepError } from '../run/command.ts';
import type { RunStep } from '../run/steps.ts';
import type { Until } from './progress.ts';
import { watchRollout } from './rollout.ts';
import { rolloutSecondsFor } from './start-time.ts';
import { stateOf } from './state.ts';
import { waitForSets } from './stateful-sets.ts';
import { noTimeline, type Timeline, timelineOf } from './timeline.ts';

/** How long the previous version has to become available after a restart of its database. */
const availableSeconds = 60;

/** Refuses what the server would not take, before anything changes. @throws StepError */
export async function validate(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const evidence = await kube.apply(objects, { dryRun: true });
  if (isRefused(evidence)) throw new StepError('the server refuses the manifests', { evidence });
}

async function applyAll(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  const evidence = await kube.apply(objects);
  if (evidence.exitCode !== 0) throw new StepError('the manifests were not applied', { evidence });
}

/** Options of {@link rollOut}. */
export interface RollOutOptions {
  readonly objects: readonly KubeObject[];
  readonly step: RunStep;
  /** The state of the replicas to wait for. Default `available`. */
  readonly until?: Until;
  /** Continues to wait if pods cannot start, as a rollback does, which has no alternative. Default false. */
  readonly patient?: boolean;
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
  const interrupted = await rollOutDatabase(kube, settings, options);
  const timeline = timelineOf((await stateOf(kube, workload)).pods);
  await step('apply', async () => {
    const begun = patient ? beginAgain(kube, settings, { objects, interrupted }) : undefined;
    await Promise.all([applyAll(kube, objects), begun]);
    return { value: undefined, detail: `${String(objects.length)} objects applied` };
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
  return { rollout: { ...watched, events: timeline.events }, workload, timeline, seenAt: Date.now() };
}

/** Applies the objects that the service needs, and waits for its database; answers whether it had to wait. */
function rollOutDatabase(kube: Kube, settings: UpdateSettings, options: RollOutOptions): Promise<boolean> {
  const { objects, step, patient = false } = options;
  const first = beforeService(objects, workloadOf(objects));
  return step('database', async () => {
    await applyAll(kube, first);
    const value = await waitForSets(kube, first, { seconds: settings.deadlines.databaseSeconds, patient });
    return { value, detail: `${String(first.length)} objects that come before the service are there` };
  });
}

/**
 * Restarts the figures for a rollback. Failures while the previous version had no database are not its own: in that case
 * the figures start when it is available again.
 */
async function beginAgain(
  kube: Kube,
  settings: UpdateSettings,
  { objects, interrupted }: { readonly objects: readonly KubeObject[]; readonly interrupted: boolean },
): Promise<void> {
  const watch = {
    seconds: availableSeconds,
    timeline: noTimeline,
    least: replicasOf(objects),
    patient: true,
  };
  if (interrupted) await watchRollout(kube, workloadOf(objects), watch);
  await figures(kube, settings);
}
