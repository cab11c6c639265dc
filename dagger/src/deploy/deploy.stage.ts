import type { Directory } from '@dagger.io/dagger';

import { type Baseline, baselineOf } from './baseline.stage.ts';
import { type Admission, admit, type Candidate, type Unverified } from './candidate.stage.ts';
import { type Loaded, loadVersions } from './load.ts';
import { recordOf } from './record.ts';
import { abandon, endCluster, newRun, reach, type Run } from './reach.stage.ts';
import { type DeployRequest, namespaceOf, overlayOf, refuseContradictions } from './request.stage.ts';
import { requireNoNetwork } from './cluster/own.stage.ts';
import { bringVersion } from './stage/bring.ts';
import { defaultDeadlines, type Plan } from './stage/settings.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { requireOverlay } from '../project/source.stage.ts';
import type { Deployment } from './proof/model.ts';
import type { Verdict } from '../verdict/model.ts';

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
    const loaded = await loadVersions(project.configuration.project, {
      ...{ reached, startedAt: run.startedAt, candidate },
      baseline: admitted.baseline,
    });
    const plan = planOf(project, request, { ...loaded, candidate, run, overlay });
    const brought = await bringVersion(plan);
    const { logs } = brought.clusterLogs;
    const { committedAt } = candidate;
    const deployment = recordOf(plan, brought, {
      version: plan.version,
      ...(committedAt === undefined ? {} : { committedAt }),
      uncheckedGates: (verdict?.gates ?? []).filter(({ allowed }) => allowed).map(({ gate }) => gate),
      notes: [],
    });
    return {
      ...{ kind: 'deployed', deployment },
      ...(verdict === undefined ? {} : { verdict }),
      ...(logs === undefined ? {} : { logs }),
    };
  } finally {
    await endCluster(reached.target);
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
    namespace: namespaceOf(where, project),
    images: loaded.reached.loaded.filter((one) => one.name !== name),
    deadlines: rolloutSeconds > 0 ? { ...defaultDeadlines, rolloutSeconds } : defaultDeadlines,
  };
}
