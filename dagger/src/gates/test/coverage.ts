import type { Coverage } from '../../verdict/model.ts';
import { type Parsed, readReport, type ToolOutput } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';

/** Facts of a coverage summary. */
export interface CoverageFacts {
  readonly coverage: Coverage;
  /** Files that were measured; with zero, nothing was measured. */
  readonly files: number;
}

/**
 * Reads `coverage-summary.json` (Istanbul's json-summary reporter). It has no findings.
 * @returns not ok if it is no such report or no file was measured ("Unknown" per cent)
 */
export function parseCoverage({ text }: Pick<ToolOutput, 'text'>): Parsed<CoverageFacts> {
  return readReport('coverage', () => {
    const report = readJson(text);
    const total = report.at('total');
    const files = report.entries().filter(([file]) => file !== 'total').length;
    if (files === 0 || total.at('lines').at('total').number() === 0)
      throw new ShapeError('no file was measured');
    const coverage = {
      lines: percentOf(total.at('lines')),
      branches: percentOf(total.at('branches')),
      functions: percentOf(total.at('functions')),
      statements: percentOf(total.at('statements')),
    };
    return { findings: [], facts: { coverage, files } };
  });
}

/** Per cent covered; 100 if there was nothing to cover (Istanbul says "Unknown"). */
function percentOf(measure: JsonCursor): number {
  if (measure.at('total').number() === 0) return 100;
  const percent = measure.at('pct').number();
  if (percent < 0 || percent > 100) throw measure.at('pct').mismatch('a number from 0 to 100');
  return percent;
}
