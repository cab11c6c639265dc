import { admit } from './admit.stage.ts';
import { baselineFor } from './baseline.stage.ts';
import { abandon, endCluster } from './end.stage.ts';
import { type DeployRequest, planDeployment } from './plan.stage.ts';
import { reach } from './reach.stage.ts';
import { deployedBy, type DeployResult, notReached } from './record.ts';
import { runDeployment } from './run.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { settled } from '../tools/settled.ts';

/**
 * Plans a deployment, reaches the cluster, admits the version by its gates, runs the rollout and records it. A cluster by
 * kubeconfig must answer before the first gate runs; one of kind's is made meanwhile, as is the version to go from. Nothing
 * is applied to the cluster before the gates are green.
 * @throws UsageError when the arguments or the source are wrong
 */
export async function deployProject(project: Project, request: DeployRequest): Promise<DeployResult> {
  const plan = await planDeployment(project, request);
  if (plan.kind === 'refused') return plan;
  const reaching = settled(reach({ ...plan, images: plan.rendered.images }));
  const unreached = plan.isReachedFirst ? (await reaching()).failure : undefined;
  if (unreached !== undefined) return notReached(plan, await reaching(), unreached);
  const admission = await admit(plan, settled(baselineFor(plan))).catch(async (error: unknown) => {
    await abandon(plan, reaching);
    throw error;
  });
  if (admission.kind !== 'admitted') {
    await abandon(plan, reaching);
    return admission;
  }
  const session = await reaching();
  try {
    return deployedBy(admission, await runDeployment(plan, admission, session));
  } finally {
    await endCluster(session.target);
  }
}
