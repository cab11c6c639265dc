import type { Container } from '@dagger.io/dagger';

import type { ProofSetup } from './bad-plan.ts';
import { endCluster } from '../deploy/reach.stage.ts';
import { bring, tryDeployment } from './deploy-trial.ts';
import { ownCluster } from '../deploy/cluster/own.stage.ts';
import { loadImages, type ClusterSession, reachCluster } from '../deploy/stage/session.stage.ts';
import { defaultDeadlines, type RolloutPlan } from '../deploy/stage/settings.stage.ts';
import { buildImage } from '../project/image.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { type BadDeployment, badDeployments } from './bad-deployments.ts';
import { endingOfProof } from './ending.ts';
import { deployProofTable, type DeployTrial, faultsOf } from './trial.ts';
import type { Ending } from '../verdict/ending.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Seconds that a bad rollout is given: enough for a good one, and no more, because there are many of them. */
const rolloutSeconds = 60;

/**
 * Brings one bad deployment at a time over a sound one that is in use, on a cluster of this run alone. No gate is asked:
 * that these turn red is another proof. Each must be caught by what should, with the previous version proved to serve.
 * @param only names of bad deployments to try; empty for all
 * @throws UsageError for a name that none has
 */
export async function proveDeploy(project: Project, only: readonly string[]): Promise<Ending> {
  const unknown = only.find((name) => !badDeployments.some((bad) => bad.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--only: expected names of bad deployments, got ${unknown}: ${badDeployments.map(({ name }) => name).join('; ')}`,
    );
  }
  const chosen = badDeployments.filter(({ name }) => only.length === 0 || only.includes(name));
  const target = await ownCluster();
  try {
    const setup = await prepare(project, await reachCluster(target, project, Date.now()), chosen);
    const baseline = { revision: 'bad', image: setup.images.bad };
    const control = await bring({ ...setup.sound, baseline });
    const trials: DeployTrial[] = [];
    // One at a time: they share the cluster.
    for (const bad of control.outcome === 'passed' ? chosen : []) {
      const trial = await tryDeployment(setup, bad);
      trials.push(trial);
      // One that passed serves now: another over it would change nothing.
      if (trial.record.outcome === 'passed') await bring(setup.sound);
    }
    const isComplete = trials.length === chosen.length && trials.every((one) => faultsOf(one).length === 0);
    const otherwise = 'not every bad deployment was caught as it should be';
    return endingOfProof(deployProofTable(control, trials), isComplete, otherwise);
  } finally {
    await endCluster(target);
  }
}

/** Loads the images: the sound one, one of another revision for bad ones, and one with a broken file where it is asked for. */
async function prepare(
  project: Project,
  session: ClusterSession,
  chosen: readonly BadDeployment[],
): Promise<ProofSetup> {
  const [{ container: sound }, { container: bad }] = await Promise.all([
    buildImage(project, { as: 'sound' }),
    buildImage(project, { as: 'bad' }),
  ]);
  const broken = withFiles(bad, chosen);
  const name = project.configuration.project;
  const archives = [sound, bad, broken].map((image) => ({ name, archive: image.asTarball() }));
  const loaded = session.failure === undefined ? await loadImages(session, archives, Date.now()) : session;
  const [own, other, third] = loaded.loaded.filter((one) => one.name === name).map(({ image }) => image);
  if (loaded.failure !== undefined || own === undefined || other === undefined || third === undefined) {
    throw new Error(
      `no cluster to prove anything on: ${loaded.failure?.message ?? 'images were not loaded'}`,
    );
  }
  const main = (await sound.defaultArgs())[0] ?? '';
  const plan: RolloutPlan = {
    project,
    session: loaded,
    container: sound,
    namespace: name,
    overlay: 'overlays/kind',
    version: { revision: 'sound', image: own },
    startedAt: Date.now(),
    holder: 'prove-deploy',
    deadlines: { ...defaultDeadlines, rolloutSeconds },
    images: loaded.loaded.filter((one) => one.name !== name),
  };
  return { sound: plan, images: { bad: other, broken: third }, main };
}

function withFiles(image: Container, chosen: readonly BadDeployment[]): Container {
  const files = chosen.flatMap(({ change }) => (change.kind === 'image' ? Object.entries(change.files) : []));
  return files.reduce((built, [path, text]) => built.withNewFile(path, text, { permissions: 0o644 }), image);
}
