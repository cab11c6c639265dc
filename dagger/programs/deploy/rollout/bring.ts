/* Brings a version to the cluster: the database first, then everything. Decides nothing about what comes of it. */
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
import { stateOf } from './state.ts';
import { waitForSets } from './stateful-sets.ts';
import { noTimeline, type Timeline, timelineOf } from './timeline.ts';

/** How long a version is given to find its database again. */
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

/** How a version is brought. */
export interface BringOptions {
  readonly objects: readonly KubeObject[];
  readonly step: RunStep;
  /** How far its replicas are waited for. Default `available`. */
  readonly until?: Until;
  /** Goes on when pods will not start: who goes back has nothing better to do. Default false. */
  readonly patient?: boolean;
}

/** A version that was brought, whatever the outcome of its rollout. */
export interface WatchedVersion {
  readonly rollout: Rollout;
  readonly workload: Deployment;
  readonly timeline: Timeline;
  /** Milliseconds since the epoch. */
  readonly seenAt: number;
}

/** The steps that change the cluster. Answers the rollout, whatever its outcome. */
export async function bring(
  kube: Kube,
  settings: UpdateSettings,
  bringing: BringOptions,
): Promise<WatchedVersion> {
  const { objects, step, until = 'available', patient = false } = bringing;
  const workload = workloadOf(objects);
  const interrupted = await bringDatabase(kube, settings, bringing);
  const timeline = timelineOf((await stateOf(kube, workload)).pods);
  await step('apply', async () => {
    const begun = patient ? beginAgain(kube, settings, { objects, interrupted }) : undefined;
    await Promise.all([applyAll(kube, objects), begun]);
    return { value: undefined, detail: `${String(objects.length)} objects applied` };
  });
  const { rolloutSeconds: seconds } = settings.deadlines;
  const watched = await step('rollout', async () => {
    const least = replicasOf(objects);
    const value = await watchRollout(kube, workload, { seconds, timeline, until, patient, least });
    return value.complete
      ? { value, detail: 'every replica is updated and available' }
      : { value, detail: `waited for ${value.waitedFor ?? 'nothing'}`, outcome: 'failed' };
  });
  return { rollout: { ...watched, events: timeline.events }, workload, timeline, seenAt: Date.now() };
}

/** Applies what stands before the service, and waits for its database; answers whether that was not there at once. */
function bringDatabase(kube: Kube, settings: UpdateSettings, bringing: BringOptions): Promise<boolean> {
  const { objects, step, patient = false } = bringing;
  const first = beforeService(objects, workloadOf(objects));
  return step('database', async () => {
    await applyAll(kube, first);
    const value = await waitForSets(kube, first, { seconds: settings.deadlines.databaseSeconds, patient });
    return { value, detail: `${String(first.length)} objects that come before the service are there` };
  });
}

/**
 * Begins the figures of the way back. What failed while the version before had no database is no failure of it: where that
 * was so, they begin when that version is available again.
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
