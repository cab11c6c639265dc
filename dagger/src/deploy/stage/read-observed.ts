import type { Reader } from '../../verdict/json.ts';
import { objectAt, textAt } from '../../verdict/read-object.ts';
import { isObserved, type Observed, type Unobserved } from '../proof/observed.ts';

const unobservedAt = objectAt<Unobserved>({ unobserved: textAt });

/** Reads a value, or the reason why there is none. */
export function observedAt<T>(read: Reader<T>): Reader<Observed<T>> {
  return (place) => (isObserved(place.value) ? read(place) : unobservedAt(place));
}
