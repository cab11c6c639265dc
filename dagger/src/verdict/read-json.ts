import { JsonCursor, ShapeError } from './json.ts';
import { readIf } from './json-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The cursor's readers as functions of a value and its pointer, for what deployments read: to go, once those read by the
 * cursor. They throw a {@link UsageError} that names the path, what was expected and what was found.
 */
export type Reader<T> = (value: unknown, path: string) => T;

function by<T>(read: (place: JsonCursor) => T): Reader<T> {
  return (value, path) => {
    try {
      return read(new JsonCursor(value, path));
    } catch (error) {
      if (error instanceof ShapeError) throw new UsageError(error.message);
      throw error;
    }
  };
}

export const recordAt: Reader<Record<string, unknown>> = by((place) =>
  Object.fromEntries(place.entries().map(([key, { value }]) => [key, value])),
);
export const textAt: Reader<string> = by((place) => place.filledText());
export const booleanAt: Reader<boolean> = by((place) => place.boolean());

export function numberAt(bounds: { from: number; to: number }): Reader<number> {
  return by((place) => place.numberWithin(bounds));
}

export function oneOf<T extends string>(words: readonly T[]): Reader<T> {
  return by((place) => place.oneOf(words));
}

export function listAt<T>(read: Reader<T>): Reader<T[]> {
  return by((place) => place.list(({ value, pointer }) => read(value, pointer)));
}

export function optional<T>(
  record: Record<string, unknown>,
  path: string,
  key: string,
  read: Reader<T>,
): T | undefined {
  return record[key] === undefined ? undefined : read(record[key], `${path}/${key}`);
}

export function jsonOrUndefined(text: string): unknown {
  return readIf(text, ({ value }) => value);
}
