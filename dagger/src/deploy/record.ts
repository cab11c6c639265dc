import type { Admitted, NotAdmitted } from './admit.stage.ts';
import { type ClusterLogs, logsNotes } from './cluster/kind-logs.stage.ts';
import type { DeployPlan } from './plan.stage.ts';
import { deploymentOf } from './proof/deployment.ts';
import type { Deployment, Version } from './proof/model.ts';
import { useNotes } from './proof/use-words.ts';
import type { Rollout } from './run.stage.ts';
import { type DeployRun, notRolledOut } from './stage/roll-out.ts';
import type { ProgramFailure } from './stage/program-records.ts';
import { type ClusterSession, clusterOf } from './stage/session.stage.ts';
import type { RolloutPlan } from './stage/settings.stage.ts';
import { plainLine } from '../verdict/plain-text.ts';
import type { Verdict } from '../verdict/model.ts';

/** Longest note of a program, in UTF-16 code units: it has names of the project's manifests in it. */
const longestNote = 1000;

/** A deployment that was tried, and its record. */
export interface Deployed {
  readonly kind: 'deployed';
  readonly deployment: Deployment;
  /** Absent where no gate ran: for a published image, and a cluster that does not answer. */
  readonly verdict?: Verdict;
  /** kind's own logs, of a deployment that failed on a cluster of kind's. */
  readonly logs?: NonNullable<ClusterLogs['logs']>;
}

/** A deployment that was tried, or that was not admitted. */
export type DeployResult = Deployed | NotAdmitted;

/** The part of a record that is told beside the rollout. */
export interface Circumstances {
  /** The version that was to serve. */
  readonly version: Version;
  /** When its source was committed, where that is known. */
  readonly committedAt?: string;
  /** Gates that were allowed to be unavailable. */
  readonly uncheckedGates: readonly string[];
  readonly notes: readonly string[];
}

/** A deployment that was tried, with the verdict of its gates. */
export function deployedBy({ candidate, verdict }: Admitted, { plan, run }: Rollout): Deployed {
  const { committedAt } = candidate;
  const allowed = (verdict?.gates ?? []).filter((gate) => gate.allowed);
  const circumstances = {
    version: plan.version,
    ...(committedAt === undefined ? {} : { committedAt }),
    uncheckedGates: allowed.map(({ gate }) => gate),
    notes: plan.notes,
  };
  return { ...deployedWith(plan, run, circumstances), ...(verdict === undefined ? {} : { verdict }) };
}

/** A cluster that did not answer, before anything was checked. */
export async function notReached(
  { project, request, namespace, startedAt }: DeployPlan,
  session: ClusterSession,
  failure: ProgramFailure,
): Promise<Deployed> {
  const { name } = await project.revision();
  const fromSource = request.image === '';
  const reference = fromSource ? project.configuration.project : request.image;
  return deployedWith({ project, session, namespace, startedAt }, notRolledOut(session, failure), {
    version: { revision: fromSource ? name : 'unknown', image: { reference } },
    uncheckedGates: [],
    notes: ['the cluster was asked before the gates: none of them ran'],
  });
}

/** A rollout or a rollback as it is told: its record, and kind's logs where there are any. */
export function deployedWith(plan: Recorded, run: DeployRun, circumstances: Circumstances): Deployed {
  const { logs } = run.clusterLogs;
  const deployment = recordOf(plan, run, circumstances);
  return { kind: 'deployed', deployment, ...(logs === undefined ? {} : { logs }) };
}

type Recorded = Pick<RolloutPlan, 'project' | 'session' | 'namespace' | 'startedAt'>;

/** The record of a deployment or of a rollback, as `deployment.json` has it. It ends now. */
export function recordOf(
  { project, session, namespace, startedAt }: Recorded,
  { clusterLogs, service, notes: seen = [], ...run }: DeployRun,
  { notes, ...circumstances }: Circumstances,
): Deployment {
  const endedAt = Date.now();
  const cluster = clusterOf(session, namespace);
  return deploymentOf({
    project: project.configuration.project,
    cluster,
    ...run,
    ...circumstances,
    ...(run.proof?.outcome === 'passed' ? { provedAt: new Date(endedAt).toISOString() } : {}),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: endedAt - startedAt,
    steps: [...session.steps, ...run.steps],
    notes: [
      ...notes,
      ...seen.map((note) => plainLine(note, longestNote)),
      ...logsNotes(clusterLogs),
      ...(service === undefined || !session.target.outlives ? [] : useNotes(cluster, service)),
    ],
  });
}
