import { dag } from '@dagger.io/dagger';

import type { DeployResult } from './deploy.ts';
import { newRun, reach } from './deploy-reach.ts';
import { outlives, type Where } from './deploy-request.ts';
import { images } from './images.ts';
import { type Brought, bringVersion, stepFailureOf } from './stages/deploy/bring.ts';
import { clusterOf } from './stages/deploy/reach.ts';
import { defaultDeadlines } from './stages/deploy/settings.ts';
import type { Project } from './stages/project.ts';
import { deploymentOf } from './verdict/deployment/deployment.ts';
import { useNotes } from './verdict/deployment/use-words.ts';
import { UsageError } from './verdict/usage-error.ts';

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
  const { startedAt } = run;
  const reached = await reach(project, where, run);
  const name = project.configuration.project;
  const namespace = where.namespace === '' ? name : where.namespace;
  const unknown = { revision: 'before', image: { reference: name } };
  const plan = {
    ...{ project, reached, namespace, ...run, back: true, overlay: '', images: [] },
    ...{ version: unknown, image: dag.container().from(images.node), deadlines: defaultDeadlines },
  };
  const { logs, noLogs, service, ...brought }: Brought =
    reached.failure === undefined
      ? await bringVersion(plan)
      : { steps: [], baseline: false, failure: stepFailureOf(reached.failure) };
  const endedAt = Date.now();
  const cluster = clusterOf(reached, namespace);
  const deployment = deploymentOf({
    ...{ project: name, cluster, ...brought },
    version: brought.proof?.observations.expected ?? unknown,
    ...(brought.proof?.outcome === 'passed' ? { provedAt: new Date(endedAt).toISOString() } : {}),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: endedAt - startedAt,
    uncheckedGates: [],
    steps: [...reached.steps, ...brought.steps],
    notes: [
      'a rollback by hand: the version was proved before, and no gate ran',
      ...(noLogs === undefined ? [] : [`kind's own logs could not be had: ${noLogs}`]),
      ...(service === undefined ? [] : useNotes(cluster, service)),
    ],
  });
  return { kind: 'deployed', deployment, ...(logs === undefined ? {} : { logs }) };
}
