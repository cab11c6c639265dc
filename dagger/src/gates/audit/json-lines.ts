import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';

/**
 * The lines of a report with one JSON document on each; blank lines count for nothing.
 * @throws ShapeError if a line is no JSON, such as one that was cut off
 */
export function jsonLines(text: string): JsonCursor[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readJson);
}
