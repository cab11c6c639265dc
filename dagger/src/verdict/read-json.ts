import { UsageError } from './usage-error.ts';

/**
 * Readers for data from outside, each of which takes a value and its JSON pointer and answers with a typed value, or
 * throws a {@link UsageError} that names the path, what was expected and what was found.
 */
export type Reader<T> = (value: unknown, path: string) => T;

/** An object with string keys. */
export function recordAt(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mismatch(path, 'an object', value);
  }
  return Object.fromEntries(Object.entries(value));
}

/** A string that is not empty. */
export function textAt(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw mismatch(path, 'a text', value);
  return value;
}

/** True or false. */
export function booleanAt(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw mismatch(path, 'true or false', value);
  return value;
}

/** A number within bounds, both included. */
export function numberAt({ from, to }: { from: number; to: number }): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !(value >= from && value <= to)) {
      throw mismatch(path, `a number from ${String(from)} to ${String(to)}`, value);
    }
    return value;
  };
}

/** A day as YYYY-MM-DD (RFC 3339, full-date). */
export function dayAt(value: unknown, path: string): string {
  const day = textAt(value, path);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March in some engines.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw mismatch(path, 'a day as YYYY-MM-DD', value);
  }
  return day;
}

/** One of some words. */
export function oneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw mismatch(path, `one of ${words.join(', ')}`, value);
    return word;
  };
}

/** A list, each item read by its own reader. */
export function listAt<T>(read: Reader<T>): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw mismatch(path, 'a list', value);
    return value.map((item, index) => read(item, `${path}/${String(index)}`));
  };
}

/** The value of a key, or undefined where the key is absent. */
export function optional<T>(
  record: Record<string, unknown>,
  path: string,
  key: string,
  read: Reader<T>,
): T | undefined {
  return record[key] === undefined ? undefined : read(record[key], `${path}/${key}`);
}

/** Refuses keys that nobody reads: a misspelt setting must not be silently without effect. */
export function closed(record: Record<string, unknown>, path: string, keys: readonly string[]): void {
  const stranger = Object.keys(record).find((key) => !keys.includes(key));
  if (stranger !== undefined) {
    throw new UsageError(
      `pipeline.json: ${path}/${stranger}: expected one of ${keys.join(', ')}, got another key`,
    );
  }
}

function mismatch(path: string, expected: string, value: unknown): UsageError {
  const got = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
  return new UsageError(`pipeline.json: ${path === '' ? '/' : path}: expected ${expected}, got ${got}`);
}

/** Text without the byte order mark that some editors put before it (RFC 8259, 8.1: a reader may ignore it). */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** JSON or undefined: a report that cannot be read is a fact for the decision, not an exception. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(withoutMark(text)) as unknown;
  } catch {
    return undefined;
  }
}

/** A text field of something that may not even be an object. */
export function textField(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : undefined;
}
