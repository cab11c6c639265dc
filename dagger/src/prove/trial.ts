import { seconds } from '../verdict/duration.ts';
import { columns } from '../verdict/table.ts';
import type { BadDeployment } from './bad-deployments.ts';
import type { Proof } from '../deploy/proof/proof.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import { isObserved } from '../deploy/proof/observed.ts';

/** Deadline for the proof that the previous version serves again, in milliseconds. */
export const recoveryLimitMs = 30_000;

/** A bad deployment, and the record of its trial. */
export interface DeployTrial {
  readonly bad: Pick<BadDeployment, 'name' | 'caughtBy' | 'reachesUsers' | 'mayPass'>;
  readonly record: Pick<Deployment, 'outcome' | 'failure' | 'proof' | 'rollback' | 'reason'>;
  /** Changes to the cluster that were part of the trial and failed. */
  readonly problems?: readonly string[];
}

/** The rule of the failure before the proof, or the failed checks: they caught the deployment. */
export function catchersOf({ record: { outcome, failure, proof } }: DeployTrial): string[] {
  const checks = (proof?.checks ?? []).filter(({ outcome: is, allowed }) => is === outcome && !allowed);
  const rules = failure === undefined ? [] : [failure.rule, failure.step];
  return outcome === 'passed' ? [] : [...new Set([...rules, ...checks.map(({ check }) => check)])];
}

/** Failed requests and lost acknowledged messages, during the update and the rollback. */
export function harmOf({ record: { proof, rollback } }: DeployTrial): { failed: number; lost: number } {
  const proofs = [proof, rollback.kind === 'tried' ? rollback.proof : undefined];
  const seen = proofs.filter((one): one is Proof => one !== undefined).map((one) => one.observations);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    failed: sum(seen.map(({ probe }) => (isObserved(probe) ? probe.failed : 0))),
    // The load's figures count all writes since its start, so the last ones are valid.
    lost: Math.max(
      0,
      ...seen.map(({ load }) => (load !== undefined && isObserved(load) ? load.lostCount : 0)),
    ),
  };
}

/** Faults of a trial; empty if it is as expected. */
export function faultsOf(trial: DeployTrial): string[] {
  const { bad, record, problems = [] } = trial;
  if (problems.length > 0) return problems.map((problem) => `not tried: ${problem}`);
  const catchers = catchersOf(trial);
  const { failed, lost } = harmOf(trial);
  if (lost > 0) return [`${String(lost)} acknowledged messages lost`];
  if (record.outcome === 'passed') return bad.mayPass === true ? [] : ['not caught'];
  const { rollback } = record;
  return [
    ...(catchers.some((catcher) => bad.caughtBy.includes(catcher))
      ? []
      : [`caught by ${catchers.join(', ')}, expected ${bad.caughtBy.join(' or ')}`]),
    ...(failed > 0 && bad.reachesUsers !== true && isPromised(record)
      ? [`${String(failed)} requests failed`]
      : []),
    ...(rollback.kind === 'nothing-changed' ? [] : rollbackFaults(rollback)),
  ];
}

/** Whether the version promised that no request is lost. One that was not looked at did not say that it does not. */
function isPromised({ proof }: DeployTrial['record']): boolean {
  return proof?.checks.find(({ check }) => check === 'probe')?.binding ?? true;
}

/**
 * Why nothing can catch a bad deployment of this project: every line that could is one that it does not make binding.
 * Undefined where it can be caught.
 * @param proof of the sound deployment, which says what is binding
 */
export function uncaughtReason(
  { caughtBy }: Pick<BadDeployment, 'caughtBy'>,
  { checks }: Pick<Proof, 'checks'>,
): string | undefined {
  const lines = checks.filter(({ check }) => caughtBy.includes(check));
  if (lines.length < caughtBy.length || lines.some(({ binding }) => binding)) return undefined;
  return `the project does not require ${lines.map(({ check }) => check).join(' or ')} (deploy.require)`;
}

function rollbackFaults(rollback: Deployment['rollback']): string[] {
  if (rollback.kind !== 'tried') return ['the previous version was not brought back'];
  // Requests that failed before all pods were of the previous version count for the bad one.
  const open = rollback.proof.checks.filter(
    ({ check, outcome, allowed }) => outcome !== 'passed' && !allowed && check !== 'probe',
  );
  return [
    ...(open.length === 0
      ? []
      : [`previous version not proved: ${open.map(({ check }) => check).join(', ')}`]),
    ...(rollback.recoveryMs <= recoveryLimitMs ? [] : ['recovery took too long']),
  ];
}

/** A bad deployment that does not apply to the service, or that was not reached. */
export interface NotTried {
  readonly name: string;
  readonly reason: string;
}

/** The proof as a table. It ends with the number of trials that were as expected. */
export function deployProofTable(
  control: Pick<Deployment, 'outcome' | 'reason'>,
  trials: readonly DeployTrial[],
  left: readonly NotTried[] = [],
): string {
  const rows = trials.map((trial) => {
    const { failed, lost } = harmOf(trial);
    const { rollback, outcome } = trial.record;
    const faults = faultsOf(trial);
    return [
      trial.bad.name,
      catchersOf(trial).join(', ') || (outcome === 'passed' ? 'survived' : outcome),
      String(failed),
      String(lost),
      previousWords(rollback),
      faults.length === 0 ? 'right' : `WRONG ${faults.join('; ')}`,
    ];
  });
  const right = trials.filter((trial) => faultsOf(trial).length === 0).length;
  return [
    ...columns([['bad deployment', 'caught by', 'failed', 'lost', 'previous version', ''], ...rows]),
    ...left.map(({ name, reason }) => `not tried: ${name}: ${reason}`),
    '',
    `${String(right)} of ${String(trials.length)} right; the sound deployment before them: ${control.outcome}, ${control.reason}`,
  ].join('\n');
}

function previousWords(rollback: Deployment['rollback']): string {
  if (rollback.kind === 'nothing-changed') return 'untouched';
  if (rollback.kind !== 'tried') return rollback.kind;
  const time = seconds(rollback.recoveryMs);
  return rollback.proof.outcome === 'passed' ? `proved after ${time}` : `back after ${time}`;
}
