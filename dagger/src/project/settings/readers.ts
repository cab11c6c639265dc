import type { Bounds, JsonCursor } from '../../verdict/json.ts';
import { sourcePath } from '../arguments.ts';

/** A part of `pipeline.json` with the given keys; empty if the file does not have it. @throws ShapeError on another key */
export function sectionAt(place: JsonCursor, keys: readonly string[]): JsonCursor {
  return place.value === undefined ? place : place.only(keys);
}

/** A path in the source, in its normal form. @throws UsageError when it leaves the source */
export function pathAt(place: JsonCursor): string {
  return sourcePath(`pipeline.json: ${place.pointer}`, place.filledText());
}

/** A text that is not blank. */
export const textAt = (place: JsonCursor): string => place.filledText();

/** A list of texts, none of them blank. */
export const textsAt = (place: JsonCursor): string[] => place.list(textAt);

/** A list of paths in the source. */
export const pathsAt = (place: JsonCursor): string[] => place.list(pathAt);

/** True or false. */
export const flagAt = (place: JsonCursor): boolean => place.boolean();

/** A number within bounds, both included. */
export const numberAt =
  (bounds: Bounds) =>
  (place: JsonCursor): number =>
    place.numberWithin(bounds);
