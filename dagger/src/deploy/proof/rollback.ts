import type { Proof } from './proof.ts';
import type { StepFailure, StepName, Version } from './model.ts';

/** The facts that a rollback is decided from. */
export interface RollbackFacts {
  /** The failure that ended the deployment before its proof. */
  readonly failure?: StepFailure;
  readonly proof?: Pick<Proof, 'outcome'>;
  /** The previous version; absent on a first deployment. */
  readonly previous?: Version;
}

/** Whether to roll back to the previous version. */
export type RollbackDecision = 'not-needed' | 'nothing-changed' | 'nothing-to-go-back-to' | 'roll-back';

/** Steps that change what serves: after a failure in one of them the running version is in doubt. */
const changing: readonly StepName[] = [
  ...(['baseline', 'fill', 'database', 'jobs', 'apply'] as const),
  ...(['rollout', 'workloads', 'old-pods', 'smoke', 'drain', 'proof'] as const),
];

/** Steps after the proof. The running version is proved even if one of them fails. */
const afterwards: readonly StepName[] = ['keep', 'unlock'];

/**
 * Decides whether to roll back: whenever the running version may have changed and is not proved. A version that could not be
 * checked is treated like one that failed its checks.
 */
export function rollbackDecision(facts: RollbackFacts): RollbackDecision {
  if (isProved(facts)) return 'not-needed';
  if (!mayHaveChanged(facts)) return 'nothing-changed';
  return facts.previous === undefined ? 'nothing-to-go-back-to' : 'roll-back';
}

function isProved({ failure, proof }: RollbackFacts): boolean {
  return proof?.outcome === 'passed' && (failure === undefined || afterwards.includes(failure.step));
}

function mayHaveChanged({ failure, proof, previous }: RollbackFacts): boolean {
  if (proof !== undefined) return true;
  if (failure === undefined) return false;
  // Where something served before, its use begins before anything is changed.
  if (failure.step === 'fill' && previous !== undefined) return false;
  return changing.includes(failure.step);
}
