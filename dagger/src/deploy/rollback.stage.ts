import { dag } from '@dagger.io/dagger';

import { newRun } from './plan.stage.ts';
import { deployedWith, type DeployResult } from './record.ts';
import { reach } from './reach.stage.ts';
import { rollOut } from './stage/roll-out.ts';
import { defaultDeadlines } from './stage/settings.stage.ts';
import { namespaceOf, outlives, type Where } from './where.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { images } from '../tools/images.ts';
import { usageRefusal } from '../verdict/ending.ts';

/**
 * Rolls back to the version that was proved before the one that serves. Which one that is, and by which Node it runs,
 * stands in the cluster; it is proved as any other. Refused for a cluster that could not have two versions.
 */
export async function rollbackProject(project: Project, where: Where): Promise<DeployResult> {
  if (!outlives(where)) {
    return usageRefusal(
      'rollback: expected a cluster that was there before this run',
      'dagger call kind --docker-socket=/var/run/docker.sock --name=NAME rollback, or cluster --kubeconfig=file:KUBECONFIG rollback',
    );
  }
  const run = newRun();
  const session = await reach({ ...run, where, images: [] });
  const { project: name } = project.configuration;
  const unknown = { revision: 'before', image: { reference: name } };
  const plan = {
    ...run,
    project,
    session,
    namespace: namespaceOf(where, name),
    notes: [],
    images: [],
    back: true,
    version: unknown,
    container: dag.container().from(images.node),
    deadlines: defaultDeadlines,
  };
  const rollback = await rollOut(plan);
  return deployedWith(plan, rollback, {
    version: rollback.proof?.observations.expected ?? unknown,
    uncheckedGates: [],
    notes: ['a rollback by hand: the version was proved before, and no gate ran'],
  });
}
