import { admit } from './admit.stage.ts';
import { type DeployPlan, type DeployRequest, planDeployment } from './plan.stage.ts';
import { abandon, endCluster, reach } from './reach.stage.ts';
import { deployedBy, deployedWith, type DeployResult } from './record.ts';
import { runDeployment } from './run.stage.ts';
import { notReached } from './stage/bring.ts';
import type { ClusterSession } from './stage/session.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { settled } from '../tools/settled.ts';

/**
 * Plans a deployment, reaches the cluster, admits the version by its gates, runs the rollout and records it. A cluster by
 * kubeconfig must answer before the first gate runs; one of kind's is made meanwhile. Nothing is applied to it before
 * the gates are green.
 * @throws UsageError when the arguments or the source are wrong
 */
export async function deployProject(project: Project, request: DeployRequest): Promise<DeployResult> {
  const plan = await planDeployment(project, request);
  if (plan.kind === 'refused') return plan;
  const { where } = request;
  const session = settled(reach({ ...plan, where }));
  if (where.kind === 'kubeconfig') {
    const answered = await session();
    if (answered.failure !== undefined) return toldBeforeGates(plan, answered, answered.failure);
  }
  return admitAndRun(plan, session);
}

async function admitAndRun(plan: DeployPlan, session: () => Promise<ClusterSession>): Promise<DeployResult> {
  const { where } = plan.request;
  const admission = await admit(plan).catch(async (error: unknown) => {
    await abandon(where, session);
    throw error;
  });
  if (admission.kind !== 'admitted') {
    await abandon(where, session);
    return admission;
  }
  const reached = await session();
  try {
    return deployedBy(admission, await runDeployment(plan, admission, reached));
  } finally {
    await endCluster(reached.target);
  }
}

/** A cluster that did not answer, before anything was checked. */
async function toldBeforeGates(
  plan: DeployPlan,
  session: ClusterSession,
  failure: NonNullable<ClusterSession['failure']>,
): Promise<DeployResult> {
  const { project, request, namespace, startedAt } = plan;
  const { name: revision } = await project.revision();
  const reference = request.image === '' ? project.configuration.project : request.image;
  return deployedWith({ project, session, namespace, startedAt }, notReached(session, failure), {
    version: { revision: request.image === '' ? revision : 'unknown', image: { reference } },
    uncheckedGates: [],
    notes: ['the cluster was asked before the gates: none of them ran'],
  });
}
