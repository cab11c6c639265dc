import { JsonCursor, type Reader, ShapeError } from './json.ts';

/** Longest document that is read, in UTF-16 code units. */
export const longestReport = 256 * 1024 * 1024;

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

/** A document, read by a reader; undefined if it has another shape. */
export function readIf<T>(text: string, read: Reader<T>): T | undefined {
  return ifShaped(() => read(readJson(text)));
}

/** The result of a read; undefined for a {@link ShapeError}. Any other error is a bug and is thrown on. */
export function ifShaped<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** A text without its byte order mark, which a reader may ignore (RFC 8259, 8.1). */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
