import type { Directory, File } from '@dagger.io/dagger';

import { admit, type Candidate } from './deploy-candidate.ts';
import { type DeployRequest, refuseContradictions, targetOf, type Where } from './deploy-request.ts';
import { type Brought, bringVersion, stepFailureOf } from './stages/deploy/bring.ts';
import { clusterOf, loadImages, type Reached, reachCluster } from './stages/deploy/reach.ts';
import { defaultDeadlines, type Plan } from './stages/deploy/settings.ts';
import { buildImage, publishedArchive } from './stages/image.ts';
import type { Project } from './stages/project.ts';
import { deploymentOf } from './verdict/deployment/deployment.ts';
import type { Deployment, Version } from './verdict/deployment/model.ts';
import type { Verdict } from './verdict/model.ts';

/** A deployment that was tried, or that was not allowed. */
export type DeployResult =
  | { readonly kind: 'red'; readonly verdict: Verdict }
  | { readonly kind: 'unverified'; readonly outcome: 'failed' | 'unavailable'; readonly reason: string }
  | {
      readonly kind: 'deployed';
      readonly deployment: Deployment;
      /** Absent for an image that came published. */
      readonly verdict?: Verdict;
      /** kind's own logs, of a deployment that failed on a cluster of this run. */
      readonly logs?: Directory;
    };

/** One run of `deploy`: when it began, by what name it is known, and the cluster that it has. */
interface Run {
  readonly startedAt: number;
  readonly holder: string;
}

/**
 * Runs every gate, and brings what they have passed to a cluster. The cluster is made meanwhile; nothing is applied to
 * it before the gates are green.
 * @throws UsageError when the arguments or the source are wrong
 */
export async function deployProject(project: Project, request: DeployRequest): Promise<DeployResult> {
  refuseContradictions(request);
  const run = { startedAt: Date.now(), holder: crypto.randomUUID().slice(0, 8) };
  const reaching = settled(reach(project, request.where, run));
  const baseline = settled(baselineArchive(project, request));
  const admission = await admit(project, request);
  if (admission.kind !== 'candidate') return admission;
  const reached = await reaching();
  const { candidate, verdict } = admission;
  try {
    const loaded = await load(project, { reached, run, candidate, baseline: await baseline() });
    const plan = planOf(project, request, { ...loaded, candidate, run });
    const brought = await bringLoaded(plan);
    const deployment = recordOf(plan, brought, { candidate, ...(verdict === undefined ? {} : { verdict }) });
    const { logs } = brought;
    return {
      ...{ kind: 'deployed', deployment },
      ...(verdict === undefined ? {} : { verdict }),
      ...(logs === undefined ? {} : { logs }),
    };
  } finally {
    await reached.target.end();
  }
}

/** A promise that nobody may ever wait for: its failure is told to who does. */
function settled<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined);
  return () => promise;
}

async function reach(project: Project, where: Where, { startedAt, holder }: Run): Promise<Reached> {
  return reachCluster(await targetOf(where, holder), project, startedAt);
}

/** An image to go from; none for a cluster by kubeconfig, where what serves is what there is to go from. */
async function baselineArchive(project: Project, request: DeployRequest): Promise<File | undefined> {
  const { where, baseline } = request;
  if (where.kubeconfig !== undefined) return undefined;
  if (baseline !== '') return publishedArchive(baseline).sync();
  const built = await buildImage(project, 'baseline');
  return built.asTarball().sync();
}

interface Loading {
  readonly reached: Reached;
  readonly run: Run;
  readonly candidate: Candidate;
  readonly baseline: File | undefined;
}

interface Loaded {
  readonly reached: Reached;
  readonly version: Version;
  readonly baseline?: Version;
}

/** Loads the image that was checked, and one to go from; a cluster that is not kind's pulls by digest. */
async function load(project: Project, { reached, run, candidate, baseline }: Loading): Promise<Loaded> {
  const { revision, published } = candidate;
  const name = project.configuration.project;
  const unloaded = { revision, image: published ?? { reference: name } };
  if (reached.failure !== undefined || reached.target.kindSettings === undefined) {
    return { reached, version: unloaded };
  }
  const files = [await candidate.archive.sync(), ...(baseline === undefined ? [] : [baseline])];
  const archives = files.map((archive) => ({ name, archive }));
  const after = await loadImages(reached, archives, run.startedAt);
  const [own, before] = after.loaded.filter((one) => one.name === name).map(({ image }) => image);
  return {
    reached: after,
    version: own === undefined ? unloaded : { revision, image: own },
    ...(before === undefined ? {} : { baseline: { revision: 'baseline', image: before } }),
  };
}

function planOf(
  project: Project,
  { where, rolloutSeconds }: DeployRequest,
  { candidate, run, ...loaded }: Loaded & { readonly candidate: Candidate; readonly run: Run },
): Plan {
  const name = project.configuration.project;
  const own = loaded.reached.target.kind === 'kubeconfig' ? 'overlays/production' : 'overlays/kind';
  return {
    ...{ project, ...loaded, ...run, image: candidate.image },
    namespace: where.namespace === '' ? name : where.namespace,
    overlay: where.overlay === '' ? own : where.overlay,
    images: loaded.reached.loaded.filter((one) => one.name !== name),
    deadlines: rolloutSeconds > 0 ? { ...defaultDeadlines, rolloutSeconds } : defaultDeadlines,
  };
}

async function bringLoaded(plan: Plan): Promise<Brought> {
  const { failure } = plan.reached;
  if (failure === undefined) return bringVersion(plan);
  return { steps: [], baseline: false, failure: stepFailureOf(failure) };
}

interface About {
  readonly candidate: Candidate;
  readonly verdict?: Verdict;
}

/** The record of it all, as `deployment.json` has it. */
function recordOf(plan: Plan, { logs, ...brought }: Brought, { candidate, verdict }: About): Deployment {
  const { reached, startedAt, version, namespace, project } = plan;
  const { committedAt } = candidate;
  const endedAt = Date.now();
  return deploymentOf({
    ...{ project: project.configuration.project, cluster: clusterOf(reached, namespace), version },
    ...brought,
    ...(brought.proof?.outcome === 'passed' ? { provedAt: new Date(endedAt).toISOString() } : {}),
    ...(committedAt === undefined ? {} : { committedAt }),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: endedAt - startedAt,
    uncheckedGates: (verdict?.gates ?? []).filter(({ allowed }) => allowed).map(({ gate }) => gate),
    steps: [...reached.steps, ...brought.steps],
    notes: logs === undefined ? [] : ["kind's own logs stand in the folder kind-logs"],
  });
}
