import { dag } from '@dagger.io/dagger';

import type { Run } from './plan.stage.ts';
import type { Target } from './cluster/target.stage.ts';
import { otherArchives, type OtherArchives } from './manifests/other-images.stage.ts';
import type { OtherImage } from './stage/program-records.ts';
import { type ClusterSession, reachCluster } from './stage/session.stage.ts';
import { clusterName, outlives, targetOf, type Where } from './where.stage.ts';
import { unreachableImage } from './stage/step-failure.ts';
import { settled } from '../tools/settled.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** A run, and the cluster that it needs. */
type Reachable = Run & {
  readonly where: Where;
  /** Images of others that the manifests name. */
  readonly images: readonly OtherImage[];
};

/**
 * Makes or reaches the cluster. Where that breaks down, a node's image or the daemon that could not be had included, the
 * answer has that as its failure: a deployment that was not possible is told like any other.
 * @throws UsageError when the arguments are wrong
 */
export async function reach({ where, images, startedAt, holder }: Reachable): Promise<ClusterSession> {
  const none: Target = {
    kind: where.kind,
    name: clusterName(where, holder),
    tools: dag.container(),
    kubectl: [],
    outlives: outlives(where),
    end: () => Promise.resolve(),
  };
  let target = none;
  try {
    const pulling = where.kind === 'kubeconfig' ? pullsItself : settled(otherArchives(images));
    target = await targetOf(where, holder);
    return await reachWithOthers(target, startedAt, await pulling());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Whatever was begun of the cluster is still to be ended.
    return brokenSession({ ...none, end: target.end }, error);
  }
}

/** Nothing for a cluster that pulls by itself. */
const pullsItself = (): Promise<OtherArchives> => Promise.resolve({ archives: [], missing: [] });

/** The cluster with the images of others; without one of them nothing can be deployed that could be proved. */
export async function reachWithOthers(
  target: Target,
  startedAt: number,
  { archives, missing }: OtherArchives,
): Promise<ClusterSession> {
  const session = await reachCluster(target, archives, startedAt);
  if (missing.length === 0 || session.failure !== undefined) return session;
  const message = `${missing.join('; ')}: see to its registry, or leave these objects out by deploy.leaveOut`;
  return { ...session, failure: { step: 'load-image', rule: unreachableImage, message } };
}

function brokenSession(target: Target, error: unknown): ClusterSession {
  const message = error instanceof Error ? error.message : String(error);
  const failure = { step: 'cluster', rule: 'cluster', message } as const;
  return { target, tools: target.tools, steps: [], loaded: [], failure };
}
