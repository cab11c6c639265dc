import type { Parsed } from './answer.ts';
import { unreadable } from './answer.ts';
import { ShapeError } from './json-cursor.ts';
import { plainLine } from '../verdict/plain-text.ts';

/** What a parser found when the report could be read. */
export interface Reading<Facts> {
  readonly findings: Extract<Parsed<Facts>, { ok: true }>['findings'];
  readonly facts: Facts;
}

/**
 * Runs a parser; a report that does not have its tool's shape becomes an answer that says where. Any other error is a
 * bug and goes on.
 * @param tool named at the beginning of the reason
 */
export function readReport<Facts>(tool: string, read: () => Reading<Facts>): Parsed<Facts> {
  try {
    return { ok: true, ...read() };
  } catch (error) {
    if (error instanceof ShapeError) return unreadable(tool, plainLine(error.message));
    throw error;
  }
}
