import { type ResultLine, type TapLine, tapLines } from './lines.ts';

/** A result with what stands below it. */
export interface TapResult extends Omit<ResultLine, 'kind' | 'depth'> {
  /** The comment before it, which is the name of its test in tape; empty if there is none. */
  readonly heading: string;
  /** Results of its subtests. */
  readonly children: readonly TapResult[];
  /** Lines between `---` and `...`, which say why it failed. */
  readonly details: readonly string[];
}

/** What one program printed: an output has several of these if a script runs several programs. */
export interface TapDocument {
  /** Its results, with those of a subtest that did not end. */
  readonly results: readonly TapResult[];
  /** How many results it promises; undefined if it ended before it said so. */
  readonly planned: number | undefined;
  /** Why it gave up; undefined if it did not. */
  readonly bailed: string | undefined;
}

/** A result whose subtests and details are still being read. */
interface Growing extends Omit<ResultLine, 'kind' | 'depth'> {
  readonly heading: string;
  children: readonly Growing[];
  details: readonly string[];
}

/** A document that is still being read: the results at each depth, from the top down. */
interface Open {
  readonly levels: Growing[][];
  planned: number | undefined;
  bailed: string | undefined;
  heading: string;
  /** Whether it names its subtests itself, so that comments are no names. */
  namesSubtests: boolean;
}

/** Deepest subtest that is read: what is deeper counts as printed by a program. */
const deepest = 32;

/** The TAP documents in an output. An output without any has none. */
export function tapDocuments(text: string): TapDocument[] {
  const all: Open[] = [];
  for (const line of tapLines(text)) {
    if ('depth' in line && line.depth > deepest) continue;
    const last = all.at(-1);
    const open = last === undefined || begins(last, line) ? opened() : last;
    if (open !== last) all.push(open);
    take(open, line);
  }
  return all.filter(isSaid).map(closed);
}

/** Adds a line to the document that it stands in. */
function take(open: Open, line: TapLine): void {
  if (line.kind === 'result') addResult(open, line);
  else if (line.kind === 'close') adopt(open, line.depth, open.levels[line.depth]?.at(-1));
  else if (line.kind === 'plan' && line.depth === 0) open.planned = line.planned;
  else if (line.kind === 'bail') open.bailed = line.reason;
  else if (line.kind === 'comment') head(open, line.text, line.depth);
  else if (line.kind === 'details') {
    const result = open.levels[line.depth]?.at(-1);
    if (result?.details.length === 0) result.details = line.lines;
  }
}

function opened(): Open {
  return { levels: [[]], planned: undefined, bailed: undefined, heading: '', namesSubtests: false };
}

/**
 * Whether a line begins a document: the first line of TAP does, and without one a result that counts from 1 again where the
 * document before is complete.
 */
function begins({ levels, planned }: Open, line: TapLine): boolean {
  if (line.kind !== 'result') return line.kind === 'version';
  const before = levels[0]?.length ?? 0;
  return line.depth === 0 && line.number === 1 && before > 0 && planned === before;
}

function addResult(open: Open, { depth, ...result }: ResultLine): void {
  const heading = depth === 0 && !open.namesSubtests ? open.heading : '';
  const added: Growing = { ...result, heading, children: [], details: [] };
  adopt(open, depth, added);
  while (open.levels.length <= depth) open.levels.push([]);
  open.levels[depth]?.push(added);
}

/** Gives a result what was printed one step deeper. */
function adopt({ levels }: Open, depth: number, result: Growing | undefined): void {
  const below = levels.splice(depth + 1);
  if (result !== undefined && result.children.length === 0) result.children = below[0] ?? [];
}

/** tape names a test by a comment before its results; a log of ava has more spaces. */
function head(open: Open, text: string, depth: number): void {
  if (text.startsWith('Subtest: ')) open.namesSubtests = true;
  else if (depth === 0 && /^\S/.test(text)) open.heading = text.replace(/^TODO /, '');
}

function isSaid({ levels, planned, bailed }: Open): boolean {
  return levels.some((level) => level.length > 0) || planned !== undefined || bailed !== undefined;
}

function closed({ levels, planned, bailed }: Open): TapDocument {
  return { results: levels.flat(), planned, bailed };
}
