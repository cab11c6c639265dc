/* Deploys a baseline: a version to update from, on a cluster that has none. */
import type { UpdateSettings } from '../../src/deploy/stage/program-settings.ts';
import type { Kube } from './kube/kube.ts';
import { type KeptVersion, keepVersion } from './manifests/kept.ts';
import { objectsOf } from './manifests/objects.ts';
import { rollOut } from './rollout/roll-out.ts';
import { StepError } from './run/command.ts';
import type { StepResult, RunStep } from './run/steps.ts';

/** Its steps are one in the record. */
const quiet: RunStep = async (_, work) => (await work()).value;

/** Deploys the baseline. It counts as soon as it is ready, because it proves nothing. @throws StepError */
export async function deployBaseline(
  kube: Kube,
  settings: UpdateSettings,
  { version }: NonNullable<UpdateSettings['baseline']>,
): Promise<StepResult<KeptVersion>> {
  const objects = objectsOf(settings, version);
  const { rollout } = await rollOut(kube, settings, {
    objects,
    step: quiet,
    until: 'ready',
    began: () => undefined,
  });
  if (!rollout.complete) {
    throw new StepError(`waited for ${rollout.waitedFor ?? 'nothing'}`, { rule: 'baseline' });
  }
  await keepVersion(kube, settings.project, { version, objects });
  return { value: { version, objects }, detail: `revision ${version.revision} serves` };
}
