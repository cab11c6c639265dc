import { exitCodes } from './verdict.ts';

/** How a call ends: the exit code of `dagger call`, and what it prints. */
export interface Ending {
  readonly exitCode: number;
  /** One line that says why it did not pass; empty where it passed. */
  readonly message: string;
  /** One line that says what to do next; absent where the message says it. */
  readonly next?: string;
  /** The text for the caller: table, findings, an image's reference. */
  readonly output: string;
}

/** A step that was refused, with the reason. */
export interface Refusal {
  readonly kind: 'refused';
  /**
   * `usage`: the arguments, the source or the configuration are wrong; `failed`: a check said no; `unavailable`: something
   * could not be checked or reached.
   */
  readonly because: 'usage' | 'failed' | 'unavailable';
  /** One sentence: what was refused, and why. */
  readonly reason: string;
  /** One sentence: what to do next. */
  readonly next: string;
  /** Findings and tables behind it; empty for none. */
  readonly output?: string;
}

/** Whether the result of a step is a refusal and not its value. */
export function isRefusal<T>(result: T): result is Extract<T, Refusal> {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'refused';
}

/** A call that passed. */
export function passed(output: string): Ending {
  return { exitCode: exitCodes.passed, message: '', output };
}

/** A call that was refused. */
export function endingOfRefusal({ because, reason, next, output = '' }: Refusal): Ending {
  return { exitCode: exitCodes[because], message: reason, next, output };
}

/** The lines that a call which did not pass says of itself: why, and what to do next. */
export function linesOf({ message, next }: Ending): string[] {
  return next === undefined ? [message] : [message, `next: ${next}`];
}

/** A refusal of arguments that are wrong or contradict each other. */
export function usageRefusal(reason: string, next: string): Refusal {
  return { kind: 'refused', because: 'usage', reason, next };
}
