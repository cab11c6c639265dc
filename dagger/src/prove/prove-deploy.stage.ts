import type { Container } from '@dagger.io/dagger';

import type { Ground } from './bad-plan.ts';
import { endCluster } from '../deploy/reach.stage.ts';
import { bring, tryDeployment } from './deploy-trial.ts';
import { ownCluster } from '../deploy/cluster/own.stage.ts';
import { loadImages, type Reached, reachCluster } from '../deploy/stage/reach.stage.ts';
import { defaultDeadlines, type Plan } from '../deploy/stage/settings.stage.ts';
import { buildImage } from '../gates/image/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { type BadDeployment, badDeployments } from './bad-deployments.ts';
import { deployProofTable, type DeployTrial, faultsOf } from './trial.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Seconds that a bad rollout is given: enough for a good one, and no more, because there are many of them. */
const rolloutSeconds = 60;

/**
 * Brings one bad deployment at a time over a sound one that is in use, on a cluster of this run alone. No gate is asked:
 * that these turn red is another proof. Each must be caught by what should, with the previous version proved to serve.
 * @param only names of bad deployments to try; empty for all
 * @throws UsageError for a name that none has
 */
export async function proveDeploy(
  project: Project,
  only: readonly string[],
): Promise<{ table: string; complete: boolean }> {
  const stranger = only.find((name) => !badDeployments.some((bad) => bad.name === name));
  if (stranger !== undefined) {
    throw new UsageError(
      `--only: expected names of bad deployments, got ${stranger}: ${badDeployments.map(({ name }) => name).join('; ')}`,
    );
  }
  const chosen = badDeployments.filter(({ name }) => only.length === 0 || only.includes(name));
  const target = await ownCluster();
  try {
    const ground = await prepare(project, await reachCluster(target, project, Date.now()), chosen);
    const baseline = { revision: 'bad', image: ground.images.bad };
    const control = await bring({ ...ground.sound, baseline });
    const trials: DeployTrial[] = [];
    // One at a time: they share the cluster.
    for (const bad of control.outcome === 'passed' ? chosen : []) {
      const trial = await tryDeployment(ground, bad);
      trials.push(trial);
      // One that passed serves now: another over it would change nothing.
      if (trial.record.outcome === 'passed') await bring(ground.sound);
    }
    const complete = trials.length === chosen.length && trials.every((one) => faultsOf(one).length === 0);
    return { table: deployProofTable(control, trials), complete };
  } finally {
    await endCluster(target);
  }
}

/** Loads the images: the sound one, one of another revision for bad ones, and one with a broken file where it is asked for. */
async function prepare(
  project: Project,
  reached: Reached,
  chosen: readonly BadDeployment[],
): Promise<Ground> {
  const [sound, bad] = await Promise.all([buildImage(project, 'sound'), buildImage(project, 'bad')]);
  const broken = withFiles(bad, chosen);
  const name = project.configuration.project;
  const archives = [sound, bad, broken].map((image) => ({ name, archive: image.asTarball() }));
  const loaded = reached.failure === undefined ? await loadImages(reached, archives, Date.now()) : reached;
  const [own, other, third] = loaded.loaded.filter((one) => one.name === name).map(({ image }) => image);
  if (loaded.failure !== undefined || own === undefined || other === undefined || third === undefined) {
    throw new Error(
      `no cluster to prove anything on: ${loaded.failure?.message ?? 'images were not loaded'}`,
    );
  }
  const main = (await sound.defaultArgs())[0] ?? '';
  const plan: Plan = {
    ...{ project, reached: loaded, image: sound, namespace: name, overlay: 'overlays/kind' },
    ...{ version: { revision: 'sound', image: own } },
    ...{ startedAt: Date.now(), holder: 'prove-deploy', deadlines: { ...defaultDeadlines, rolloutSeconds } },
    images: loaded.loaded.filter((one) => one.name !== name),
  };
  return { sound: plan, images: { bad: other, broken: third }, main };
}

function withFiles(image: Container, chosen: readonly BadDeployment[]): Container {
  const files = chosen.flatMap(({ change }) => (change.kind === 'image' ? Object.entries(change.files) : []));
  return files.reduce((built, [path, text]) => built.withNewFile(path, text, { permissions: 0o644 }), image);
}
