import type { Reader } from './json.ts';

/** A reader for a field that may be absent. */
export interface IfPresent<T> {
  readonly ifPresent: Reader<T>;
}

/** A reader for each field of a type, marked where the field may be absent: no more and no fewer than the type has. */
export type FieldReaders<T> = {
  readonly [Key in keyof T]-?: object extends Pick<T, Key>
    ? IfPresent<Required<T>[Key]>
    : Reader<Required<T>[Key]>;
};

/** Marks the reader of a field that may be absent. */
export function ifPresent<T>(read: Reader<T>): IfPresent<T> {
  return { ifPresent: read };
}

/** An object of a type, each field read by its own reader; fields that the type does not have are left out. */
export function objectAt<T extends object>(fields: FieldReaders<T>): Reader<T> {
  const readers: [string, Reader<unknown> | IfPresent<unknown>][] = Object.entries(fields);
  return (place) => {
    const present = new Map(place.entries());
    const read = readers.flatMap(([key, reader]) => {
      if (!('ifPresent' in reader)) return [[key, reader(place.at(key))] as const];
      const field = present.get(key);
      return field?.value === undefined ? [] : [[key, reader.ifPresent(field)] as const];
    });
    // The compiler has held the readers to the type, field by field.
    return Object.fromEntries(read) as T;
  };
}

/** A text that says something. */
export const textAt: Reader<string> = (place) => place.filledText();

/** A text that may be empty: a command's output. */
export const anyTextAt: Reader<string> = (place) => place.text();

/** True or false. */
export const booleanAt: Reader<boolean> = (place) => place.boolean();

/** A count, an exit code, or milliseconds: never below zero. */
export const countAt: Reader<number> = (place) => place.count();

/** One of some words. */
export function oneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (place) => place.oneOf(words);
}

/** A list, each item read by its own reader. */
export function listAt<T>(read: Reader<T>): Reader<T[]> {
  return (place) => place.list(read);
}
