import type { Problem } from './plan.ts';

/** A step of the set-up that did not succeed. */
export class SetupFailed extends Error {
  override readonly name = 'SetupFailed';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.happened}. Expected: ${problem.expected}. Next: ${problem.next}.`, options);
    this.problem = problem;
  }
}
