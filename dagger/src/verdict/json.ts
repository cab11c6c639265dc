/** A document does not have the shape that it should have: where, what was expected, what was found. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

/** Reads the value at a place. */
export type Reader<T> = (place: JsonCursor) => T;

/** Bounds of a number, both included. */
export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/**
 * A place in a JSON document: the value, and the JSON pointer (RFC 6901) that leads to it. Each reader answers with a
 * typed value or throws a {@link ShapeError} that names the place. Only own properties are seen, so that a key such
 * as `__proto__` or `constructor` is a key like any other.
 */
export class JsonCursor {
  readonly value: unknown;
  readonly pointer: string;

  constructor(value: unknown, pointer = '') {
    this.value = value;
    this.pointer = pointer;
  }

  /** False if the document has nothing here, or null. */
  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The value of a key; a cursor on nothing where the object lacks it or this place has nothing. */
  at(key: string): JsonCursor {
    const pointer = `${this.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!this.exists) return new JsonCursor(undefined, pointer);
    const record = this.record();
    return new JsonCursor(Object.hasOwn(record, key) ? record[key] : undefined, pointer);
  }

  /** Key and value of each own property, in the document's order. */
  entries(): [string, JsonCursor][] {
    return Object.keys(this.record()).map((key) => [key, this.at(key)]);
  }

  /** {@link entries}, or none where the document has nothing here. */
  optionalEntries(): [string, JsonCursor][] {
    return this.exists ? this.entries() : [];
  }

  /** The items of a list. */
  items(): JsonCursor[] {
    if (!Array.isArray(this.value)) throw this.mismatch('a list');
    return this.value.map((item: unknown, index) => new JsonCursor(item, `${this.pointer}/${String(index)}`));
  }

  /** The items of a list, or none where the document has nothing here. */
  optionalItems(): JsonCursor[] {
    return this.exists ? this.items() : [];
  }

  /** A list, each item read by its own reader. */
  list<T>(read: Reader<T>): T[] {
    return this.items().map(read);
  }

  /** This place, read by a reader; undefined if the document has no such key. A null is read. */
  optional<T>(read: Reader<T>): T | undefined {
    return this.value === undefined ? undefined : read(this);
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.mismatch('a text');
    return this.value;
  }

  /** A text that is not blank. */
  filledText(): string {
    if (typeof this.value !== 'string' || this.value.trim() === '') throw this.mismatch('a text');
    return this.value;
  }

  optionalText(): string | undefined {
    return this.exists ? this.text() : undefined;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.mismatch('a number');
    return this.value;
  }

  numberWithin({ from, to }: Bounds): number {
    const { value } = this;
    if (typeof value === 'number' && value >= from && value <= to) return value;
    throw this.mismatch(`a number from ${String(from)} to ${String(to)}`);
  }

  /** A number that counts or measures something: 0 or more. */
  count(): number {
    return this.numberWithin({ from: 0, to: Number.MAX_SAFE_INTEGER });
  }

  optionalNumber(): number | undefined {
    return this.exists ? this.number() : undefined;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.mismatch('true or false');
    return this.value;
  }

  optionalBoolean(): boolean | undefined {
    return this.exists ? this.boolean() : undefined;
  }

  /** One of some words or numbers. */
  oneOf<T extends string | number>(choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.value);
    if (found === undefined) throw this.mismatch(`one of ${choices.join(', ')}`);
    return found;
  }

  /** This place, if it has only the given keys: a misspelt key must not be ignored silently. */
  only(keys: readonly string[]): this {
    const stranger = Object.keys(this.record()).find((key) => !keys.includes(key));
    if (stranger === undefined) return this;
    throw new ShapeError(`${this.at(stranger).pointer}: expected one of ${keys.join(', ')}, got another key`);
  }

  /** The error that names this place, what was expected, and what was found. */
  mismatch(expected: string): ShapeError {
    const found =
      this.value === undefined ? 'nothing' : (JSON.stringify(this.value) ?? 'nothing').slice(0, 60);
    return new ShapeError(`${this.pointer === '' ? '/' : this.pointer}: expected ${expected}, got ${found}`);
  }

  private record(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.mismatch('an object');
    }
    return this.value as Record<string, unknown>;
  }
}

/** An optional property: its key with the value that a reader returns, or nothing if the document has nothing there. */
export function present<K extends string, T>(
  key: K,
  record: JsonCursor,
  read: Reader<T>,
): Partial<Record<K, T>> {
  const place = record.at(key);
  const entry: Partial<Record<K, T>> = {};
  if (place.exists) entry[key] = read(place);
  return entry;
}
