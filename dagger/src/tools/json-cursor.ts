import { withoutMark } from '../verdict/read-json.ts';

/** A report does not have the shape that its tool documents: where, what was expected, what was found. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

/** Longest report that is read, in UTF-16 code units: a larger one is a fault of its own. */
export const longestReport = 256 * 1024 * 1024;

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

  /** False where the document has nothing, or null. */
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

  text(): string {
    if (typeof this.value !== 'string') throw this.mismatch('a text');
    return this.value;
  }

  optionalText(): string | undefined {
    return this.exists ? this.text() : undefined;
  }

  number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.mismatch('a number');
    return this.value;
  }

  optionalNumber(): number | undefined {
    return this.exists ? this.number() : undefined;
  }

  optionalBoolean(): boolean | undefined {
    if (!this.exists) return undefined;
    if (typeof this.value !== 'boolean') throw this.mismatch('true or false');
    return this.value;
  }

  /** The error that says what should stand here. */
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

/**
 * A cursor at the root of a JSON report.
 * @throws ShapeError when the text is empty, too long, or no JSON
 */
export function readJson(text: string): JsonCursor {
  if (text.trim() === '') throw new ShapeError('the report is empty');
  if (text.length > longestReport)
    throw new ShapeError(`the report has ${String(text.length)} characters: too long`);
  try {
    return new JsonCursor(JSON.parse(withoutMark(text)) as unknown);
  } catch {
    throw new ShapeError(
      `the report is not JSON: it begins with ${JSON.stringify(text.trim().slice(0, 60))}`,
    );
  }
}
