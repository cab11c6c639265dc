import { isObserved, type Observed } from '../proof/observations.ts';
import { numberAt, type Reader, recordAt, textAt } from '../../verdict/read-json.ts';

/** A value, or why there is none. */
export function observedAt<T>(read: Reader<T>): Reader<Observed<T>> {
  return (value, path) => {
    if (isObserved(value)) return read(value, path);
    const { unobserved } = recordAt(value, path);
    return { unobserved: textAt(unobserved, `${path}/unobserved`) };
  };
}

/** A text that may be empty: a command's output. */
export function anyTextAt(value: unknown, path: string): string {
  return value === '' ? value : textAt(value, path);
}

/** A count, an exit code, or milliseconds: never below zero. */
export const countAt = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });
