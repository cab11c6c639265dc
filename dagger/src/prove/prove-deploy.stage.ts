import { type BadDeployment, badDeployments, type Subject } from './bad-deployments.ts';
import type { ProofSetup } from './bad-plan.ts';
import { deployVersion, servingWorkload, tryDeployment } from './deploy-trial.ts';
import { endingOfProof } from './ending.ts';
import { imagesOf, mainCommand, type ProofImages } from './images.stage.ts';
import { deployProofTable, type DeployTrial, faultsOf, type NotTried, uncaughtReason } from './trial.ts';
import { ownCluster } from '../deploy/cluster/own.stage.ts';
import { endCluster } from '../deploy/end.stage.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import { type Rendered, renderManifests } from '../deploy/manifests/render.stage.ts';
import { otherArchives } from '../deploy/manifests/other-images.stage.ts';
import { reachWithOthers } from '../deploy/reach.stage.ts';
import { type ClusterSession, loadImages } from '../deploy/stage/session.stage.ts';
import { defaultDeadlines, type RolloutPlan } from '../deploy/stage/settings.stage.ts';
import type { Project } from '../project/project.stage.ts';
import type { Ending } from '../verdict/ending.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Deadline of a rollout in seconds: enough for a good one and no more, because there are many bad ones. */
const rolloutSeconds = 60;

/**
 * Deploys one bad deployment at a time over a sound one that is in use, on a cluster of this run alone. No gates run:
 * another proof covers them. Each bad deployment must be caught by one of its expected checks or rules, and the
 * previous version must be proved to serve.
 * @param only names of bad deployments to try; empty for all
 * @throws UsageError for an unknown name
 */
export async function proveDeploy(project: Project, only: readonly string[]): Promise<Ending> {
  const unknown = only.find((name) => !badDeployments.some((bad) => bad.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--only: expected names of bad deployments, got ${unknown}: ${badDeployments.map(({ name }) => name).join('; ')}`,
    );
  }
  const chosen = badDeployments.filter(({ name }) => only.length === 0 || only.includes(name));
  const render = rendererOf(project);
  const rendered = await render([]);
  const target = await ownCluster();
  try {
    const image = await imagesOf(project);
    const session = await reachWithOthers(target, Date.now(), await otherArchives(rendered.images));
    const setup = await prepare({ project, session, rendered, render }, image);
    const baseline = { revision: 'bad', image: setup.images.bad };
    const control = await deployVersion({ ...setup.sound, baseline });
    if (control.outcome !== 'passed')
      return endingOfTrials(control, [], chosen.map(notTriedBy(control.reason)));
    const { port, healthPath } = project;
    const { migrations } = image;
    const workload = await servingWorkload(setup.sound);
    const subject = { ...workload, port, healthPath, ...(migrations === undefined ? {} : { migrations }) };
    return await tryAll(setup, control, chosen, subject);
  } finally {
    await endCluster(target);
  }
}

/** Tries the bad deployments one after the other, because they share the cluster. */
async function tryAll(
  setup: ProofSetup,
  control: Deployment,
  chosen: readonly BadDeployment[],
  subject: Subject,
): Promise<Ending> {
  const trials: DeployTrial[] = [];
  const left: NotTried[] = [];
  for (const bad of chosen) {
    const { name } = bad;
    const uncaught = control.proof && uncaughtReason(bad, control.proof);
    const change = uncaught ?? bad.change(subject);
    if (typeof change === 'string') {
      left.push({ name, reason: change });
      continue;
    }
    const trial = await tryDeployment(setup, bad, { name, change, subject });
    trials.push(trial);
    // A bad deployment that passed serves now. The sound version is restored, because another bad one over it would
    // change nothing.
    if (trial.record.outcome === 'passed') await deployVersion(setup.sound);
  }
  return endingOfTrials(control, trials, left);
}

const notTriedBy =
  (reason: string) =>
  ({ name }: BadDeployment): NotTried => ({ name, reason });

function endingOfTrials(
  control: Deployment,
  trials: readonly DeployTrial[],
  left: readonly NotTried[],
): Ending {
  const isComplete = trials.length > 0 && trials.every((one) => faultsOf(one).length === 0);
  const otherwise = 'not every bad deployment was caught as it should be';
  return endingOfProof(deployProofTable(control, trials, left), isComplete, otherwise);
}

/** The manifests of the service under patches. */
type Render = (patches: readonly object[]) => Promise<Rendered>;

/** A project on its cluster, with its manifests. */
interface Prepared {
  readonly project: Project;
  readonly session: ClusterSession;
  readonly rendered: Rendered;
  readonly render: Render;
}

/** Renders the manifests for a cluster of kind's. @throws UsageError when they cannot be deployed as they are */
function rendererOf(project: Project): Render {
  const namespace = project.configuration.project;
  return async (patches) => {
    const rendered = await renderManifests(project, { cluster: 'own', namespace, overlay: '', patches });
    if (rendered.kind === 'refused') throw new UsageError(rendered.reason, rendered.next);
    return rendered;
  };
}

/** Loads the images and plans the sound deployment. @throws Error if there is no cluster for the proof */
async function prepare(
  { project, session, rendered, render }: Prepared,
  { sound, bad, broken }: ProofImages,
): Promise<ProofSetup> {
  const name = project.configuration.project;
  const archives = [sound, bad, broken].map((image) => ({ name, archive: image.asTarball() }));
  const loaded = session.failure === undefined ? await loadImages(session, archives, Date.now()) : session;
  const [own, other, third] = loaded.loaded.filter((one) => one.name === name).map(({ image }) => image);
  if (loaded.failure !== undefined || own === undefined || other === undefined || third === undefined) {
    throw new Error(
      `no cluster to prove anything on: ${loaded.failure?.message ?? 'images were not loaded'}`,
    );
  }
  const plan: RolloutPlan = {
    project,
    session: loaded,
    container: sound,
    namespace: name,
    objects: rendered.objects,
    service: rendered.service,
    notes: [],
    version: { revision: 'sound', image: own },
    startedAt: Date.now(),
    holder: 'prove-deploy',
    deadlines: { ...defaultDeadlines, rolloutSeconds, isGrowing: false },
    images: loaded.loaded.filter((one) => one.name !== name),
  };
  return {
    sound: plan,
    images: { bad: other, broken: third },
    command: await mainCommand(sound),
    render: async (patches) => (await render(patches)).objects,
  };
}
