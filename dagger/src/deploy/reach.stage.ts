import { dag } from '@dagger.io/dagger';

import { outlives, targetOf, type Where } from './request.stage.ts';
import type { Target } from './cluster/target.stage.ts';
import { type Reached, reachCluster } from './stage/reach.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** One run of `deploy`: when it began, and a name that no other has. */
export interface Run {
  readonly startedAt: number;
  readonly holder: string;
}

/** A run that begins now. */
export function newRun(): Run {
  return { startedAt: Date.now(), holder: crypto.randomUUID().slice(0, 8) };
}

/**
 * Makes or reaches the cluster. Where that breaks down, a node's image or the daemon that could not be had included, the
 * answer has that as its failure: a deployment that was not possible is told like any other.
 * @throws UsageError when the arguments are wrong
 */
export async function reach(project: Project, where: Where, { startedAt, holder }: Run): Promise<Reached> {
  const tools = dag.container();
  const kind = kindOf(where);
  let target: Target = {
    ...{ kind, name: where.keep === '' ? kind : where.keep, tools, kubectl: [] },
    ...{ outlives: outlives(where), end: () => Promise.resolve() },
  };
  try {
    target = await targetOf(where, holder);
    return await reachCluster(target, project, startedAt);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // What was begun of the cluster is still to be ended.
    return unreached({ ...target, tools, kubectl: [] }, error);
  }
}

function unreached(target: Target, error: unknown): Reached {
  const { tools } = target;
  const message = error instanceof Error ? error.message : String(error);
  return { target, tools, steps: [], loaded: [], failure: { step: 'cluster', rule: 'cluster', message } };
}

function kindOf({ kubeconfig, dockerSocket }: Where): Target['kind'] {
  if (kubeconfig !== undefined) return 'kubeconfig';
  return dockerSocket === undefined ? 'own' : 'docker';
}

/**
 * Ends the cluster of a run that deploys nothing. One inside of the run goes with it, and is not waited for; one on the
 * caller's Docker would stay, under a name that nobody knows, if it were not waited for and removed.
 */
export async function abandon(where: Where, reaching: () => Promise<Reached>): Promise<void> {
  if (where.dockerSocket !== undefined && where.keep === '') await endCluster((await reaching()).target);
}

/** Ends what was started for a cluster. Where that fails it is told, and what was seen of the deployment stays as it is. */
export async function endCluster({ name, kind, end }: Target): Promise<void> {
  try {
    await end();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const left = kind === 'docker' ? `: take it away with destroy --docker-socket=... --keep=${name}` : '';
    console.error(`the cluster ${name} could not be ended (${reason})${left}`);
  }
}
