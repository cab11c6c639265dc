import { type Reader, recordAt } from './read-json.ts';

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
  return (value, path) => {
    const record = recordAt(value, path);
    const read = readers.flatMap(([key, reader]) => {
      const isAbsent = 'ifPresent' in reader && record[key] === undefined;
      const readField = 'ifPresent' in reader ? reader.ifPresent : reader;
      return isAbsent ? [] : [[key, readField(record[key], `${path}/${key}`)] as const];
    });
    // The compiler has held the readers to the type, field by field.
    return Object.fromEntries(read) as T;
  };
}
