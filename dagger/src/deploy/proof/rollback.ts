import type { Proof, StepFailure, StepName, Version } from './model.ts';

/** What there is to decide a rollback from. */
export interface RollbackFacts {
  /** What ended the deployment before its proof. */
  readonly failure?: StepFailure;
  readonly proof?: Pick<Proof, 'outcome'>;
  /** What served before; absent on a first deployment. */
  readonly previous?: Version;
}

/** Whether the previous version is to be brought back. */
export type RollbackDecision = 'not-needed' | 'nothing-changed' | 'nothing-to-go-back-to' | 'go-back';

/** Steps that a failure of leaves what serves in doubt; a failure before them changed nothing, after them the proof stands. */
const changing: readonly StepName[] = [
  ...(['baseline', 'fill', 'database', 'apply'] as const),
  ...(['rollout', 'old-pods', 'smoke', 'drain', 'proof'] as const),
];

/** Steps after the proof: what serves is proved, though the deployment is not finished as it should be. */
const afterwards: readonly StepName[] = ['keep', 'unlock'];

/**
 * Decides whether to go back: whenever what serves may have changed and is not proved. A version that could not be
 * looked at is no better than one that was seen to be wrong: what stays is only what is proved.
 */
export function rollbackDecision(facts: RollbackFacts): RollbackDecision {
  if (isProved(facts)) return 'not-needed';
  if (!mayHaveChanged(facts)) return 'nothing-changed';
  return facts.previous === undefined ? 'nothing-to-go-back-to' : 'go-back';
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
