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
  ...(['rollout', 'smoke', 'drain', 'proof'] as const),
];

/** Steps after the proof: what serves is proved, though the deployment is not finished as it should be. */
const afterwards: readonly StepName[] = ['keep', 'unlock'];

/**
 * Decides whether to go back: whenever what serves may have changed and is not proved. A version that could not be
 * looked at is no better than one that was seen to be wrong: what stays is only what is proved.
 */
export function rollbackDecision({ failure, proof, previous }: RollbackFacts): RollbackDecision {
  if (failure === undefined && proof?.outcome === 'passed') return 'not-needed';
  if (failure !== undefined && afterwards.includes(failure.step) && proof?.outcome === 'passed') {
    return 'not-needed';
  }
  if (proof === undefined && (failure === undefined || !changing.includes(failure.step))) {
    return 'nothing-changed';
  }
  return previous === undefined ? 'nothing-to-go-back-to' : 'go-back';
}
