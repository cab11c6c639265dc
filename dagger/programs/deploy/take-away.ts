/* Removes what a deployment that is not proved has made. */
import type { FinishFacts } from '../../src/deploy/stage/program-records.ts';
import type { FinishSettings } from '../../src/deploy/stage/program-settings.ts';
import { type Kube, listText } from './kube/kube.ts';
import type { KubeObject } from './kube/types.ts';
import { madeObjects } from './manifests/made.ts';
import { objectsOf, workloadOf } from './manifests/objects.ts';
import { titleOf } from './manifests/pod-templates.ts';
import { StepError } from './run/command.ts';
import type { StepResult } from './run/steps.ts';

/** Removes a first deployment: there is no version to go back to. @throws StepError where the server refuses */
export async function takeAway(
  kube: Kube,
  settings: FinishSettings,
): Promise<StepResult<Pick<FinishFacts, 'takenAway'>>> {
  const objects = objectsOf(settings, settings.version);
  const service = titleOf(workloadOf(objects));
  if (!settings.created.includes(service)) {
    return {
      value: {},
      detail: `${service} was there before this pipeline deployed it, and has the new version now: "kubectl rollout undo" brings back the one before`,
      outcome: 'failed',
    };
  }
  const { removed, kept } = madeObjects(objects, settings);
  await removeObjects(kube, removed);
  const titles = removed.map(titleOf);
  const stays = kept.length === 0 ? '' : `; what holds data stays: ${kept.join(', ')}`;
  return {
    value: { takenAway: { removed: titles, kept } },
    detail: `the first version was taken away: ${titles.join(', ')}${stays}`,
  };
}

/** Removes objects, and answers when they are gone. @throws StepError where the server refuses */
export async function removeObjects(kube: Kube, objects: readonly KubeObject[]): Promise<void> {
  if (objects.length === 0) return;
  const input = listText(objects);
  const how = ['--ignore-not-found', '--wait=true', '--timeout=60s'];
  const evidence = await kube.tryTo(['delete', ...how, '-f', '-'], { input, seconds: 90 });
  if (evidence.exitCode !== 0) {
    throw new StepError('what the version had made could not be removed', { evidence });
  }
}
