import type { Container } from '@dagger.io/dagger';
import { ReturnType } from '@dagger.io/dagger';

import { ownCluster } from './stages/cluster/own.ts';
import { bringVersion } from './stages/deploy/bring.ts';
import { clusterOf, loadImages, type Reached, reachCluster } from './stages/deploy/reach.ts';
import { defaultDeadlines, type Plan } from './stages/deploy/settings.ts';
import { buildImage } from './stages/image.ts';
import type { Project } from './stages/project.ts';
import { type BadDeployment, badDeployments, type Change } from './verdict/deployment/bad-deployments.ts';
import { deploymentOf } from './verdict/deployment/deployment.ts';
import type { Deployed } from './verdict/deployment/model.ts';
import type { DeployedImage } from './verdict/deployment/observations.ts';
import { deployProofTable, type DeployTrial, faultsOf, trialOf } from './verdict/deployment/trial.ts';
import { UsageError } from './verdict/usage-error.ts';

/** Seconds that a bad rollout is given: enough for a good one, and no more, because there are many of them. */
const rolloutSeconds = 60;

/** The overlay that stands for the changed one. */
const overlay = 'overlays/proof';

/** A cluster with a sound version on it, and what the bad ones are made from. */
interface Ground {
  readonly sound: Plan;
  readonly images: { readonly bad: DeployedImage; readonly broken: DeployedImage };
  /** The service's own program in its image. */
  readonly main: string;
}

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
    const control = deploymentOf(await bringTo({ ...ground.sound, baseline }));
    const trials: DeployTrial[] = [];
    // One at a time: they share the cluster, and each goes over the version that the one before left.
    if (control.outcome === 'passed') for (const bad of chosen) trials.push(await trial(ground, bad));
    const complete = trials.length === chosen.length && trials.every((one) => faultsOf(one).length === 0);
    return { table: deployProofTable(control, trials), complete };
  } finally {
    await target.end();
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

async function bringTo(plan: Plan): Promise<Deployed> {
  const startedAt = Date.now();
  const brought = await bringVersion({ ...plan, startedAt });
  return {
    ...{ project: plan.project.configuration.project, version: plan.version, uncheckedGates: [], notes: [] },
    ...{ cluster: clusterOf(plan.reached, plan.namespace), ...brought },
    ...{ startedAt: new Date(startedAt).toISOString(), durationMs: Date.now() - startedAt },
  };
}

async function trial(ground: Ground, bad: BadDeployment): Promise<DeployTrial> {
  const { change, name } = bad;
  const plan = planOf(ground, bad);
  const { reached, namespace } = ground.sound;
  const asked = { namespace, about: name };
  const before = beforeOf(change);
  if (before !== undefined) await ask(reached, { ...asked, ...before.do });
  const disturbed = change.kind === 'disturbance' ? disturb(ground.sound, change.what) : Promise.resolve(0);
  const [deployed] = await Promise.all([bringTo(plan), disturbed]);
  if (before !== undefined) await ask(reached, { ...asked, words: before.undo });
  const record = trialOf(bad, deployed);
  console.error(`prove-deploy: ${name}: ${record.record.reason}`);
  return record;
}

/** What is done to the cluster before, and what takes it back. */
function beforeOf(
  change: Change,
): { readonly do: Pick<Asked, 'words' | 'input'>; readonly undo: readonly string[] } | undefined {
  if (change.kind === 'before') return { do: { words: change.do }, undo: change.undo };
  if (change.kind !== 'locked') return undefined;
  const now = new Date().toISOString().replace('Z', '000Z');
  const lease = {
    ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: change.lease } },
    spec: { holderIdentity: 'somebody', leaseDurationSeconds: 60, acquireTime: now, renewTime: now },
  };
  const words = ['create', '-f', '-'];
  return { do: { words, input: JSON.stringify(lease) }, undo: ['delete', 'lease', change.lease] };
}

/** The sound plan with one thing changed, and another revision, so that it is told apart. */
function planOf({ sound: plan, images, main }: Ground, { name, change }: BadDeployment): Plan {
  const image = change.kind === 'image' ? images.broken : images.bad;
  const patch = patchOf(change, main);
  const bad: Plan = {
    ...{ ...plan, version: { revision: 'bad', image }, holder: name.replaceAll(/\W+/g, '-') },
    ...(patch === undefined ? {} : { overlay, project: patched(plan.project, patch) }),
  };
  if (change.kind === 'no-image') {
    return { ...bad, version: { revision: 'bad', image: { ...image, reference: 'messenger:not-there' } } };
  }
  if (change.kind !== 'access') return bad;
  const { target } = plan.reached;
  return {
    ...bad,
    reached: { ...plan.reached, target: { ...target, kubectl: [...target.kubectl, ...change.words] } },
  };
}

function patchOf(change: Change, main: string): object | undefined {
  if (change.kind === 'manifests') return change.patch;
  if (change.kind !== 'program') return undefined;
  const args = ['--input-type=module', '-e', change.script.replace('MAIN', JSON.stringify(main))];
  return { spec: { template: { spec: { containers: [{ name: 'messenger', args }] } } } };
}

/** The project with an overlay over kind's own that patches the Deployment. */
function patched(project: Project, patch: object): Project {
  const about = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'messenger' } };
  const kustomization = {
    ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: ['../kind'] },
    patches: [{ target: { kind: 'Deployment' }, patch: JSON.stringify({ ...about, ...patch }) }],
  };
  const path = `${project.manifests}/${overlay}/kustomization.yaml`;
  return { ...project, source: project.source.withNewFile(path, JSON.stringify(kustomization)) };
}

interface Asked {
  readonly words: readonly string[];
  readonly input?: string;
  readonly namespace: string;
  readonly about: string;
}

/** Runs kubectl once; its exit code. The time in the environment keeps a cache from answering. */
function ask({ tools, target }: Reached, { words, namespace, about, input = '' }: Asked): Promise<number> {
  return tools
    .withEnvVariable('PROVE_DEPLOY', `${about} ${String(Date.now())}`)
    .withExec([...target.kubectl, '--namespace', namespace, ...words], {
      expect: ReturnType.Any,
      stdin: input,
    })
    .exitCode();
}

/** Does something to a pod while the update runs; its exit code. */
function disturb({ reached, namespace, project }: Plan, what: 'kill' | 'stop'): Promise<number> {
  const settings = {
    ...{ kubectl: reached.target.kubectl, namespace, what },
    ...{ project: project.configuration.project, at: Date.now() },
  };
  return reached.tools
    .withExec(['node', '/programs/disturb.js', JSON.stringify(settings)], { expect: ReturnType.Any })
    .exitCode();
}
