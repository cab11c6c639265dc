import type { Directory } from '@dagger.io/dagger';

import { type Baseline, baselineOf } from './deploy-baseline.ts';
import { type Admission, admit, type Candidate, type Unverified } from './deploy-candidate.ts';
import { abandon, newRun, reach, type Run } from './deploy-reach.ts';
import { type DeployRequest, overlayOf, refuseContradictions } from './deploy-request.ts';
import { requireNoNetwork } from './stages/cluster/own.ts';
import { type Brought, bringVersion, stepFailureOf } from './stages/deploy/bring.ts';
import { clusterOf, loadImages, type Reached } from './stages/deploy/reach.ts';
import { defaultDeadlines, type Plan } from './stages/deploy/settings.ts';
import type { Project } from './stages/project.ts';
import { requireOverlay } from './stages/source.ts';
import { deploymentOf } from './verdict/deployment/deployment.ts';
import type { Deployment, Version } from './verdict/deployment/model.ts';
import { useNotes } from './verdict/deployment/use-words.ts';
import type { Verdict } from './verdict/model.ts';

/** A deployment that was tried, or that was not allowed. */
export type DeployResult =
  | { readonly kind: 'red'; readonly verdict: Verdict }
  | Unverified
  | {
      readonly kind: 'deployed';
      readonly deployment: Deployment;
      /** Absent for an image that came published. */
      readonly verdict?: Verdict;
      /** kind's own logs, of a deployment that failed on a cluster of this run. */
      readonly logs?: Directory;
    };

/**
 * Runs every gate, and brings what they have passed to a cluster. The cluster is made meanwhile; nothing is applied to
 * it before the gates are green.
 * @throws UsageError when the arguments or the source are wrong
 */
export async function deployProject(project: Project, request: DeployRequest): Promise<DeployResult> {
  refuseContradictions(request);
  const { where } = request;
  const overlay = overlayOf(where);
  await requireOverlay(project, overlay);
  if (where.kindConfig !== undefined && where.dockerSocket === undefined)
    await requireNoNetwork(where.kindConfig);
  const run = newRun();
  const reaching = settled(reach(project, where, run));
  const baseline = settled(baselineOf(project, request));
  const ready = settled(readyFor(project, request, baseline));
  const admitted = await ready().catch(async (error: unknown) => {
    await abandon(where, reaching);
    throw error;
  });
  if (admitted.kind !== 'ready') {
    await abandon(where, reaching);
    return admitted;
  }
  const { candidate, verdict } = admitted;
  const reached = await reaching();
  try {
    const loaded = await load(project, { ...admitted, reached, run });
    const plan = planOf(project, request, { ...loaded, candidate, run, overlay });
    const brought = await bringLoaded(plan);
    const { logs } = brought;
    const checked = verdict === undefined ? {} : { verdict };
    return {
      ...{ kind: 'deployed', deployment: recordOf(plan, brought, { candidate, ...checked }), ...checked },
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

interface Ready {
  readonly candidate: Candidate;
  readonly verdict?: Verdict;
  readonly baseline: Baseline | undefined;
}

/** What may be deployed, and what it may go from. */
async function readyFor(
  project: Project,
  request: DeployRequest,
  baseline: () => Promise<Baseline | Unverified | undefined>,
): Promise<(Ready & { readonly kind: 'ready' }) | Exclude<Admission, { kind: 'candidate' }>> {
  const admission = await admit(project, request);
  if (admission.kind !== 'candidate') return admission;
  const from = await baseline();
  return from?.kind === 'unverified' ? from : { ...admission, kind: 'ready', baseline: from };
}

interface Loaded {
  readonly reached: Reached;
  readonly version: Version;
  readonly baseline?: Version;
}

/** Loads the image that was checked, and one to go from; a cluster that is not kind's pulls by digest. */
async function load(
  project: Project,
  { reached, run, candidate, baseline }: Ready & { readonly reached: Reached; readonly run: Run },
): Promise<Loaded> {
  const { revision, published } = candidate;
  const name = project.configuration.project;
  const unloaded = { revision, image: published ?? { reference: name } };
  if (reached.failure !== undefined || reached.target.kindSettings === undefined) {
    return { reached, version: unloaded };
  }
  const files = [await candidate.archive.sync(), ...(baseline === undefined ? [] : [baseline.archive])];
  const archives = files.map((archive) => ({ name, archive }));
  const after = await loadImages(reached, archives, run.startedAt);
  const [own, before] = after.loaded.filter((one) => one.name === name).map(({ image }) => image);
  // The digest under which it is published stays in the record, beside the name that it has on the nodes.
  const manifest = published?.manifest === undefined ? {} : { manifest: published.manifest };
  return {
    reached: after,
    version: own === undefined ? unloaded : { revision, image: { ...own, ...manifest } },
    ...(before === undefined || baseline === undefined
      ? {}
      : { baseline: { revision: baseline.revision, image: before } }),
  };
}

function planOf(
  project: Project,
  { where, rolloutSeconds }: DeployRequest,
  {
    candidate,
    run,
    ...loaded
  }: Loaded & {
    readonly candidate: Candidate;
    readonly run: Run;
    readonly overlay: string;
  },
): Plan {
  const name = project.configuration.project;
  return {
    ...{ project, ...loaded, ...run, image: candidate.image },
    namespace: where.namespace === '' ? name : where.namespace,
    images: loaded.reached.loaded.filter((one) => one.name !== name),
    deadlines: rolloutSeconds > 0 ? { ...defaultDeadlines, rolloutSeconds } : defaultDeadlines,
  };
}

async function bringLoaded(plan: Plan): Promise<Brought> {
  const { failure, logs } = plan.reached;
  if (failure === undefined) return bringVersion(plan);
  const kept = logs === undefined ? {} : { logs };
  return { steps: [], baseline: false, failure: stepFailureOf(failure), ...kept };
}

interface About {
  readonly candidate: Candidate;
  readonly verdict?: Verdict;
}

/** The record of it all, as `deployment.json` has it. */
function recordOf(
  plan: Plan,
  { logs, noLogs, service, ...brought }: Brought,
  { candidate, verdict }: About,
): Deployment {
  const { reached, startedAt, version, namespace, project } = plan;
  const { committedAt } = candidate;
  const endedAt = Date.now();
  const cluster = clusterOf(reached, namespace);
  return deploymentOf({
    ...{ project: project.configuration.project, cluster, version },
    ...brought,
    ...(brought.proof?.outcome === 'passed' ? { provedAt: new Date(endedAt).toISOString() } : {}),
    ...(committedAt === undefined ? {} : { committedAt }),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: endedAt - startedAt,
    uncheckedGates: (verdict?.gates ?? []).filter(({ allowed }) => allowed).map(({ gate }) => gate),
    steps: [...reached.steps, ...brought.steps],
    notes: [
      ...(logs === undefined ? [] : ["kind's own logs stand in the folder kind-logs"]),
      ...(noLogs === undefined ? [] : [`kind's own logs could not be had: ${noLogs}`]),
      ...(service === undefined || !reached.target.outlives ? [] : useNotes(cluster, service)),
    ],
  });
}
