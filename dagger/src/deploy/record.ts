import type { ClusterLogs } from './cluster/kind-logs.stage.ts';
import type { Brought } from './stage/bring.ts';
import { clusterOf } from './stage/reach.stage.ts';
import type { Plan } from './stage/settings.stage.ts';
import { deploymentOf } from './proof/deployment.ts';
import type { Deployment, Version } from './proof/model.ts';
import { useNotes } from './proof/use-words.ts';

/** What a record tells beside what was brought. */
export interface Circumstances {
  /** The version that was to serve. */
  readonly version: Version;
  /** When its source was committed, where that is known. */
  readonly committedAt?: string;
  /** Gates that it went without. */
  readonly uncheckedGates: readonly string[];
  readonly notes: readonly string[];
}

/** The record of a deployment or of a rollback, as `deployment.json` has it. It ends now. */
export function recordOf(
  { project, reached, namespace, startedAt }: Pick<Plan, 'project' | 'reached' | 'namespace' | 'startedAt'>,
  { clusterLogs, service, ...brought }: Brought,
  { notes, ...circumstances }: Circumstances,
): Deployment {
  const endedAt = Date.now();
  const cluster = clusterOf(reached, namespace);
  return deploymentOf({
    ...{ project: project.configuration.project, cluster },
    ...brought,
    ...circumstances,
    ...(brought.proof?.outcome === 'passed' ? { provedAt: new Date(endedAt).toISOString() } : {}),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: endedAt - startedAt,
    steps: [...reached.steps, ...brought.steps],
    notes: [
      ...notes,
      ...logsNotes(clusterLogs),
      ...(service === undefined || !reached.target.outlives ? [] : useNotes(cluster, service)),
    ],
  });
}

function logsNotes({ logs, logsProblem }: ClusterLogs): string[] {
  const where = logs === undefined ? [] : ["kind's own logs stand in the folder kind-logs"];
  const missing = logs === undefined ? "kind's own logs" : "a part of kind's own logs";
  return logsProblem === undefined ? where : [...where, `${missing} could not be had: ${logsProblem}`];
}
