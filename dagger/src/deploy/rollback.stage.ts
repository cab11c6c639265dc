import { dag } from '@dagger.io/dagger';

import type { DeployResult } from './deploy.stage.ts';
import { recordOf } from './record.ts';
import { newRun, reach } from './reach.stage.ts';
import { namespaceOf, outlives, type Where } from './request.stage.ts';
import { images } from '../tools/images.ts';
import { bringVersion } from './stage/bring.ts';
import { defaultDeadlines } from './stage/settings.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';

/**
 * Goes back to the version that was proved before the one that serves. Which one that is, and by which Node it runs,
 * stands in the cluster; it is proved as any other.
 * @throws UsageError when no cluster is named that could have two versions
 */
export async function rollbackProject(project: Project, where: Where): Promise<DeployResult> {
  if (!outlives(where)) {
    throw new UsageError('rollback: expected --docker-socket and --keep, or --kubeconfig');
  }
  const run = newRun();
  const reached = await reach(project, where, run);
  const name = project.configuration.project;
  const unknown = { revision: 'before', image: { reference: name } };
  const plan = {
    ...run,
    project,
    reached,
    namespace: namespaceOf(where, project),
    overlay: '',
    images: [],
    back: true,
    version: unknown,
    image: dag.container().from(images.node),
    deadlines: defaultDeadlines,
  };
  const brought = await bringVersion(plan);
  const { logs } = brought.clusterLogs;
  const deployment = recordOf(plan, brought, {
    version: brought.proof?.observations.expected ?? unknown,
    uncheckedGates: [],
    notes: ['a rollback by hand: the version was proved before, and no gate ran'],
  });
  return { kind: 'deployed', deployment, ...(logs === undefined ? {} : { logs }) };
}
