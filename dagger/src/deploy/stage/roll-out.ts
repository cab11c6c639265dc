import type { CheckName } from '../../verdict/check-names.ts';
import type { Deployed } from '../proof/model.ts';
import { decideProof } from '../proof/proof.ts';
import { rollbackDecision } from '../proof/rollback.ts';
import type { ServiceAddress } from '../proof/use-words.ts';
import { type ClusterLogs, clusterLogsOf } from '../cluster/kind-logs.stage.ts';
import type { ClusterSession } from './session.stage.ts';
import type { ProgramFailure } from './program-records.ts';
import type { ProgramRecords } from './record.ts';
import { type ProgramRun, runProgram } from './run-program.stage.ts';
import { stepFailureOf } from './step-failure.ts';
import { preparedTools, type RolloutPlan, settingsOf } from './settings.stage.ts';

/** The run of a deployment on its cluster: the part of a {@link Deployed} without gates. */
export type DeployRun = Pick<
  Deployed,
  'steps' | 'baseline' | 'proof' | 'failure' | 'previous' | 'pods' | 'restored' | 'provedAt'
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
  const way = wayOf(first);
  const finish = await runProgram(update.tools, 'finish', { ...settings, way });
  const seenAt = update.record.seenAt ?? update.record.failedAt;
  return { ...joined(first, finish), ...restoredBy(finish.record, { seenAt, require }) };
}

/** The run of a deployment whose cluster could not be reached. */
export function notRolledOut({ clusterLogs = {} }: ClusterSession, failure: ProgramFailure): DeployRun {
  return { steps: [], baseline: false, failure: stepFailureOf(failure), clusterLogs };
}

/** The task of the program `finish`. */
function wayOf(facts: DeployRun): 'keep' | 'roll-back' | 'leave' {
  const decision = rollbackDecision(facts);
  if (decision === 'not-needed') return 'keep';
  return decision === 'roll-back' ? decision : 'leave';
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

/** The version before as it serves again, proved by the same lines; empty where none was brought back. */
function restoredBy(
  record: ProgramRecords['finish'],
  { seenAt, require }: { readonly seenAt: number | undefined; readonly require: readonly CheckName[] },
): Pick<DeployRun, 'restored'> {
  const { observations } = record;
  const recoveryMs = recoveryOf(record, seenAt);
  if (observations === undefined || recoveryMs === undefined) return {};
  return { restored: { proof: decideProof(observations, require), recoveryMs } };
}

/** The recovery time, without the wait for pods of the failed version to end: they serve nobody. */
function recoveryOf(
  { endedAt, leavingMs = 0 }: ProgramRecords['finish'],
  seenAt: number | undefined,
): number | undefined {
  return seenAt === undefined || endedAt === undefined
    ? undefined
    : Math.max(0, endedAt - seenAt - leavingMs);
}

const isGood = ({ failure, proof }: DeployRun): boolean =>
  failure === undefined && proof?.outcome === 'passed';
