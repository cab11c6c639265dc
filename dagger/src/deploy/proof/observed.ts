/** In place of a value that could not be observed: the reason, in one sentence. */
export interface Unobserved {
  readonly unobserved: string;
}

/** A value, or why there is none. */
export type Observed<T> = T | Unobserved;

/** Whether a value was observed. */
export function isObserved<T>(observed: Observed<T>): observed is T {
  return typeof observed !== 'object' || observed === null || !('unobserved' in observed);
}
