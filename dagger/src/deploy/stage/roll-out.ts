import type { CheckName } from '../../verdict/check-names.ts';
import type { Deployed } from '../proof/model.ts';
import { decideProof } from '../proof/proof.ts';
import type { ServiceAddress } from '../proof/use-words.ts';
import { type ClusterLogs, clusterLogsOf } from '../cluster/kind-logs.stage.ts';
import type { ClusterSession } from './session.stage.ts';
import type { ProgramFailure } from './program-records.ts';
import type { ProgramRecords } from './record.ts';
import { type ProgramRun, runProgram } from './run-program.stage.ts';
import { stepFailureOf } from './step-failure.ts';
import { jobNotes, undoneBy, wayOf } from './undone.ts';
import { preparedTools, type RolloutPlan, settingsOf } from './settings.stage.ts';

/** The run of a deployment on its cluster: the part of a {@link Deployed} without gates. */
export type DeployRun = Pick<
  Deployed,
  'steps' | 'baseline' | 'proof' | 'failure' | 'previous' | 'pods' | 'restored' | 'takenAway' | 'provedAt'
> & {
  /** kind's own logs of a failure on a kind cluster. */
  readonly clusterLogs: ClusterLogs;
  /** The Service of the deployed version, if it was found. */
  readonly service?: ServiceAddress;
  /** What is told of manifests and cluster beside the outcome. Default none. */
  readonly notes?: readonly string[];
};

/** Steps before this deployment has the lease. After a failure in one of them there is nothing to finish. */
const beforeLock = ['cluster', 'load-image', 'render', 'admission', 'lock'];

/**
 * Rolls out a version, decides whether it is proved, and keeps it or rolls back. Never throws for an answer of the cluster, nor
 * for a cluster that cannot be reached.
 */
export async function rollOut(plan: RolloutPlan): Promise<DeployRun> {
  if (plan.session.failure !== undefined) return notRolledOut(plan.session, plan.session.failure);
  const { require = [] } = plan.project.configuration.deploy;
  const settings = await settingsOf(plan);
  const update = await runProgram(preparedTools(plan), 'update', settings);
  const first = readUpdate(update.record, require);
  const { failure } = first;
  if (failure !== undefined && beforeLock.includes(failure.step)) return first;
  const { created = [], jobs = [], seenAt = update.record.failedAt } = update.record;
  const way = wayOf(first, plan.session.target.outlives);
  const finish = await runProgram(update.tools, 'finish', { ...settings, way, created });
  const notes = [...(first.notes ?? []), ...jobNotes(jobs, way)];
  return { ...joined(first, finish), notes, ...undoneBy(finish.record, { seenAt, require }) };
}

/** The run of a deployment whose cluster could not be reached. */
export function notRolledOut({ clusterLogs = {} }: ClusterSession, failure: ProgramFailure): DeployRun {
  return { steps: [], baseline: false, failure: stepFailureOf(failure), clusterLogs };
}

function readUpdate(record: ProgramRecords['update'], require: readonly CheckName[]): DeployRun {
  const { steps, failure, baseline = false, previous, observations, pods, service, notes } = record;
  return {
    steps,
    clusterLogs: {},
    baseline,
    ...(previous === undefined ? {} : { previous }),
    ...(observations === undefined ? {} : { proof: decideProof(observations, require) }),
    ...(failure === undefined ? {} : { failure: stepFailureOf(failure) }),
    ...(pods === undefined ? {} : { pods }),
    ...(service === undefined ? {} : { service }),
    ...(notes === undefined ? {} : { notes }),
  };
}

/** The results of both programs joined. The first program's failure outweighs the second's. */
function joined(first: DeployRun, { record, tools }: ProgramRun<'finish'>): DeployRun {
  const { steps, failure, kindLogs } = record;
  const pods = first.pods ?? record.pods;
  return {
    ...first,
    steps: [...first.steps, ...steps],
    ...(pods === undefined || isGood(first) ? {} : { pods }),
    ...(failure === undefined || first.failure !== undefined ? {} : { failure: stepFailureOf(failure) }),
    clusterLogs: clusterLogsOf(kindLogs, tools),
  };
}

const isGood = ({ failure, proof }: DeployRun): boolean =>
  failure === undefined && proof?.outcome === 'passed';
