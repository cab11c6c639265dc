/* Begins the figures of a rollback, when the version before can answer. */
import { setTimeout as pause } from 'node:timers/promises';

import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { figures } from '../companions/figures.ts';
import type { Kube } from '../kube/kube.ts';
import type { Deployment, KubeObject } from '../kube/types.ts';
import { replicasOf, workloadOf } from '../manifests/objects.ts';
import { type Watch, watchRollout } from './rollout.ts';
import { unreadySeconds } from './start-time.ts';
import { noTimeline } from './timeline.ts';

/** How long the previous version has to become available after a restart of its database. */
const availableSeconds = 60;

/**
 * Restarts the figures for a rollback. Failures while the previous version had no database are not its own: in that case
 * the figures start when it is available again.
 */
export async function beginAgain(
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
  if (interrupted) await availableForGood(kube, workloadOf(objects), watch);
  await figures(kube, settings);
}

/**
 * Waits until a version is available, and cannot be taken out of its Service by what was before: a readiness probe that
 * began while there was no database may fail after it is back.
 */
async function availableForGood(kube: Kube, workload: Deployment, watch: Watch): Promise<void> {
  await watchRollout(kube, workload, watch);
  await pause(unreadySeconds(workload) * 1000);
  await watchRollout(kube, workload, watch);
}
