import type { Admitted } from './admit.stage.ts';
import { loadVersions } from './load.ts';
import type { DeployPlan } from './plan.stage.ts';
import { rollOut, type DeployRun } from './stage/roll-out.ts';
import type { ClusterSession } from './stage/session.stage.ts';
import { defaultDeadlines, type RolloutPlan } from './stage/settings.stage.ts';

/** A rollout that was tried, and how it was planned. */
export interface Rollout {
  readonly plan: RolloutPlan;
  readonly run: DeployRun;
}

/** Loads the admitted image where the nodes take it from the run, rolls it out, and keeps it or rolls back. */
export async function runDeployment(
  { project, request, namespace, rendered, startedAt, holder }: DeployPlan,
  { candidate, baseline }: Admitted,
  session: ClusterSession,
): Promise<Rollout> {
  const { project: name } = project.configuration;
  const loaded = await loadVersions(name, { session, startedAt, candidate, baseline });
  const { rolloutSeconds } = request;
  const plan: RolloutPlan = {
    ...loaded,
    project,
    namespace,
    objects: rendered.objects,
    service: rendered.service,
    notes: rendered.notes,
    startedAt,
    holder,
    container: candidate.container,
    images: loaded.session.loaded.filter((one) => one.name !== name),
    deadlines:
      rolloutSeconds > 0 ? { ...defaultDeadlines, rolloutSeconds, isGrowing: false } : defaultDeadlines,
  };
  return { plan, run: await rollOut(plan) };
}
