import type { Coverage } from '../../verdict/model.ts';
import { type Parsed, readReport, type ToolOutput } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { isLcov, parseLcov } from './lcov.ts';

/** How many lines, branches, functions or statements there are, and how many of them are covered. */
export interface Measure {
  readonly total: number;
  readonly covered: number;
}

/** Facts of a coverage summary. */
export interface CoverageFacts {
  readonly coverage: Coverage;
  /** How many of each kind there are, and how many of them tests have run. */
  readonly totals: Readonly<Record<keyof Coverage, Measure>>;
  /** Files that were measured; with zero, nothing was measured. */
  readonly files: number;
}

/**
 * Reads `coverage-summary.json` (Istanbul's json-summary reporter), or `lcov.info`. It has no findings.
 * @returns not ok if it is no such report or no file was measured ("Unknown" per cent)
 */
export function parseCoverage({ text }: Pick<ToolOutput, 'text'>): Parsed<CoverageFacts> {
  if (isLcov(text)) return parseLcov({ text });
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
    const totals = {
      lines: measureOf(total.at('lines')),
      branches: measureOf(total.at('branches')),
      functions: measureOf(total.at('functions')),
      statements: measureOf(total.at('statements')),
    };
    return { findings: [], facts: { coverage, totals, files } };
  });
}

/** Per cent covered; 100 if there was nothing to cover (Istanbul says "Unknown"). */
function percentOf(measure: JsonCursor): number {
  if (measure.at('total').number() === 0) return 100;
  const percent = measure.at('pct').number();
  if (percent < 0 || percent > 100) throw measure.at('pct').mismatch('a number from 0 to 100');
  return percent;
}

function measureOf(measure: JsonCursor): Measure {
  return {
    total: measure.at('total').count(),
    covered: measure.at('covered').optional((one) => one.count()) ?? 0,
  };
}

/** The coverage of several parts together: each counts by the number of its lines. */
export function coverageOfAll(parts: readonly CoverageFacts[]): Coverage {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.coverage;
  const share = (kind: keyof Coverage): number => {
    const sum = (of: keyof Measure): number => parts.reduce((all, { totals }) => all + totals[kind][of], 0);
    return sum('total') === 0 ? 100 : Math.floor((sum('covered') / sum('total')) * 10_000) / 100;
  };
  return {
    lines: share('lines'),
    branches: share('branches'),
    functions: share('functions'),
    statements: share('statements'),
  };
}
