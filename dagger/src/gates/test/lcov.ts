import { type Parsed, readReport, type ToolOutput } from '../../tools/answer.ts';
import { ShapeError } from '../../verdict/json.ts';
import { longestReport } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import type { CoverageFacts } from './coverage.ts';

/** How many there are of something, and how many of these were run. */
interface Measure {
  readonly total: number;
  readonly covered: number;
}

/** What was measured of a file; a file may have several records, of which each line counts once. */
interface FileRecord {
  readonly lines: Map<string, boolean>;
  readonly branches: Map<string, boolean>;
  readonly functions: Map<string, boolean>;
}

/** Whether a text is lcov's: its records begin with a test's name or a file. */
export function isLcov(text: string): boolean {
  return /^\s*(?:TN:|SF:)/.test(text);
}

/**
 * Reads `lcov.info` (geninfo(1), "Files"): each line, branch and function of a file counts once, and as run if any record
 * says so. It has no statements of its own, so that they are the lines.
 * @returns not ok if a record is malformed or does not end, or if no line was measured
 */
export function parseLcov({ text }: Pick<ToolOutput, 'text'>): Parsed<CoverageFacts> {
  return readReport('coverage', () => {
    if (text.length > longestReport)
      throw new ShapeError(`the report has ${String(text.length)} characters: too long`);
    const files = [...recordsIn(text).values()];
    const total = (part: keyof FileRecord): Measure => sum(files.map((file) => measureOf(file[part])));
    const lines = total('lines');
    if (lines.total === 0) throw new ShapeError('no file was measured');
    const [branches, functions] = [total('branches'), total('functions')];
    const coverage = {
      lines: percentOf(lines),
      branches: percentOf(branches),
      functions: percentOf(functions),
      statements: percentOf(lines),
    };
    const totals = { lines, branches, functions, statements: lines };
    return { findings: [], facts: { coverage, totals, files: files.length } };
  });
}

function recordsIn(text: string): Map<string, FileRecord> {
  const files = new Map<string, FileRecord>();
  let open: FileRecord | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^([A-Z]+):(.*)$/.exec(line) ?? [];
    if (key === 'SF') {
      open = files.get(value) ?? { lines: new Map(), branches: new Map(), functions: new Map() };
      files.set(value, open);
    } else if (line.trim() === 'end_of_record') open = undefined;
    else if (open !== undefined) take(open, key, value);
  }
  if (open !== undefined) throw new ShapeError('lcov ends within a record: it has no end_of_record');
  return files;
}

/** `DA:line,count`, `BRDA:line,block,branch,taken`, `FNDA:count,name`; what else there is repeats these. */
function take({ lines, branches, functions }: FileRecord, key: string, value: string): void {
  if (key === 'DA') mark(lines, /^(\d{1,9}),(-?[\d.e+]{1,30})(?:,.*)?$/.exec(value), value);
  else if (key === 'BRDA') mark(branches, /^(\d{1,9},\w{1,20},.{1,200}),(-|\d{1,20})$/.exec(value), value);
  else if (key === 'FNDA') {
    const [, hits = '', name = ''] = /^(\d{1,20}),(.*)$/s.exec(value) ?? [];
    mark(functions, name === '' ? null : ['', name, hits], value);
  }
}

function mark(all: Map<string, boolean>, match: readonly string[] | null, value: string): void {
  if (match === null) throw new ShapeError(`no line of lcov: ${JSON.stringify(plainLine(value, 60))}`);
  const [, key = '', hits = ''] = match;
  all.set(key, all.get(key) === true || Number(hits) > 0);
}

function measureOf(all: ReadonlyMap<string, boolean>): Measure {
  return { total: all.size, covered: [...all.values()].filter(Boolean).length };
}

function sum(parts: readonly Measure[]): Measure {
  return parts.reduce(
    (all, { total, covered }) => ({ total: all.total + total, covered: all.covered + covered }),
    {
      total: 0,
      covered: 0,
    },
  );
}

/** Per cent; 100 if there was nothing to cover. */
function percentOf({ total, covered }: Measure): number {
  return total === 0 ? 100 : Math.floor((covered / total) * 10_000) / 100;
}
