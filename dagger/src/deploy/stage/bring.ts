import type { Deployed, StepFailure } from '../proof/model.ts';
import { decideProof } from '../proof/proof.ts';
import { refusalOf } from '../proof/refusal.ts';
import { rollbackDecision } from '../proof/rollback.ts';
import type { ServiceAddress } from '../proof/use-words.ts';
import { type ClusterLogs, clusterLogsOf } from '../cluster/kind-logs.stage.ts';
import type { ClusterSession } from './session.stage.ts';
import type { ProgramFailure } from './program-records.ts';
import type { ProgramRecords } from './record.ts';
import { type ProgramRun, runProgram } from './run-program.stage.ts';
import { preparedTools, type RolloutPlan, settingsOf } from './settings.stage.ts';

/** A version that was brought, or could not be: the part of a {@link Deployed} that says nothing of the gates. */
export type DeployRun = Pick<
  Deployed,
  'steps' | 'baseline' | 'proof' | 'failure' | 'previous' | 'pods' | 'restored' | 'provedAt'
> & {
  /** kind's own logs, of a failure on a cluster of kind's. */
  readonly clusterLogs: ClusterLogs;
  /** The Service that leads to it, once it has been looked at. */
  readonly service?: ServiceAddress;
};

/** Steps before the lease is this deployment's: after a failure in them there is nothing to end. */
const beforeLock = ['cluster', 'load-image', 'render', 'lock'];

/**
 * Brings a version, decides whether it is proved, and keeps it or goes back. Never throws for what the cluster says, nor
 * for a cluster that could not be reached.
 */
export async function bringVersion(plan: RolloutPlan): Promise<DeployRun> {
  if (plan.session.failure !== undefined) return notBrought(plan.session, plan.session.failure);
  const settings = await settingsOf(plan);
  const update = await runProgram(preparedTools(plan), 'update', settings);
  const first = readUpdate(update.record);
  const { failure } = first;
  if (failure !== undefined && beforeLock.includes(failure.step)) return first;
  const way = wayOf(first);
  const finish = await runProgram(update.tools, 'finish', { ...settings, way });
  return joined(first, finish, update.record.seenAt ?? update.record.failedAt);
}

/** A version that could not be brought, because its cluster was not reached. */
export function notBrought({ clusterLogs = {} }: ClusterSession, failure: ProgramFailure): DeployRun {
  return { steps: [], baseline: false, failure: stepFailureOf(failure), clusterLogs };
}

/** What the second program is to do. */
function wayOf(facts: DeployRun): 'keep' | 'go-back' | 'leave' {
  const decision = rollbackDecision(facts);
  if (decision === 'not-needed') return 'keep';
  return decision === 'go-back' ? 'go-back' : 'leave';
}

function readUpdate(record: ProgramRecords['update']): DeployRun {
  const { steps, failure, baseline = false, previous, observations, pods, service } = record;
  return {
    steps,
    clusterLogs: {},
    baseline,
    ...(previous === undefined ? {} : { previous }),
    ...(observations === undefined ? {} : { proof: decideProof(observations) }),
    ...(failure === undefined ? {} : { failure: stepFailureOf(failure) }),
    ...(pods === undefined ? {} : { pods }),
    ...(service === undefined ? {} : { service }),
  };
}

/** Both programs together. A failure of the second is told where the first had none. */
function joined(
  first: DeployRun,
  { record, tools }: ProgramRun<'finish'>,
  seenAt: number | undefined,
): DeployRun {
  const { steps, failure, observations, kindLogs } = record;
  const recoveryMs = recoveryOf(record, seenAt);
  const pods = first.pods ?? record.pods;
  return {
    ...first,
    steps: [...first.steps, ...steps],
    ...(observations === undefined || recoveryMs === undefined
      ? {}
      : { restored: { proof: decideProof(observations), recoveryMs } }),
    ...(pods === undefined || isGood(first) ? {} : { pods }),
    ...(failure === undefined || first.failure !== undefined ? {} : { failure: stepFailureOf(failure) }),
    clusterLogs: clusterLogsOf(kindLogs, tools),
  };
}

/** Pods of the failed version that still end serve nobody: what was waited for them is no time without the service. */
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

/** A program's failure as the record has it: what the server's refusal means is decided from its words. */
function stepFailureOf({ step, message, rule, evidence }: ProgramFailure): StepFailure {
  const refusal = evidence === undefined ? undefined : refusalOf(step, evidence);
  return (
    refusal ?? { step, outcome: step === 'cluster' ? 'unavailable' : 'failed', rule: rule ?? step, message }
  );
}
