import { dag } from '@dagger.io/dagger';

import type { Run } from './plan.stage.ts';
import type { Target } from './cluster/target.stage.ts';
import { type ClusterSession, reachCluster } from './stage/session.stage.ts';
import { clusterName, outlives, targetOf, type Where } from './where.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** A run, and the cluster that it needs. */
type Reachable = Run & { readonly project: Project; readonly where: Where };

/**
 * Makes or reaches the cluster. Where that breaks down, a node's image or the daemon that could not be had included, the
 * answer has that as its failure: a deployment that was not possible is told like any other.
 * @throws UsageError when the arguments are wrong
 */
export async function reach({ project, where, startedAt, holder }: Reachable): Promise<ClusterSession> {
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
    target = await targetOf(where, holder);
    return await reachCluster(target, project, startedAt);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Whatever was begun of the cluster is still to be ended.
    return brokenSession({ ...none, end: target.end }, error);
  }
}

function brokenSession(target: Target, error: unknown): ClusterSession {
  const message = error instanceof Error ? error.message : String(error);
  const failure = { step: 'cluster', rule: 'cluster', message } as const;
  return { target, tools: target.tools, steps: [], loaded: [], failure };
}
