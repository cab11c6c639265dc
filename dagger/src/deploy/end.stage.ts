import type { Target } from './cluster/target.stage.ts';
import type { DeployPlan } from './plan.stage.ts';
import type { ClusterSession } from './stage/session.stage.ts';

/**
 * Ends the cluster of a run that deploys nothing. One inside of the run goes with it, and is not waited for; one on the
 * caller's Docker would stay, under a name that nobody knows, if it were not waited for and removed.
 */
export async function abandon(
  { where }: Pick<DeployPlan, 'where'>,
  session: () => Promise<ClusterSession>,
): Promise<void> {
  if (where.kind === 'docker' && where.name === '') await endCluster((await session()).target);
}

/** Ends what was started for a cluster. Where that fails it is told, and the record of the deployment stays as it is. */
export async function endCluster({ name, kind, end }: Target): Promise<void> {
  try {
    await end();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const left =
      kind === 'docker'
        ? `: remove it by kind --docker-socket=/var/run/docker.sock --name=${name} destroy`
        : '';
    console.error(`the cluster ${name} could not be ended (${reason})${left}`);
  }
}
