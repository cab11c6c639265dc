import type { Coverage } from '../model.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { unreadable } from './answer.ts';

/** What a coverage summary says. */
export interface CoverageFacts {
  readonly coverage: Coverage;
  /** Files that were measured: zero is no measurement. */
  readonly files: number;
}

/**
 * Reads `coverage-summary.json` (Istanbul's json-summary reporter). Has no findings.
 * @returns not ok when it is no such report or no file was measured ("Unknown" per cent)
 */
export function parseCoverage(output: Pick<ToolOutput, 'text'>): Parsed<CoverageFacts> {
  return unreadable('coverage', `${String(output.text.length)} characters are not read yet`);
}
