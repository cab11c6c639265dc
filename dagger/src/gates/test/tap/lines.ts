import { longestText } from '../../../verdict/plain-text.ts';

/** A line of TAP that says something, or the lines of details between `---` and `...`. */
export type TapLine =
  | { readonly kind: 'version' }
  | { readonly kind: 'plan'; readonly depth: number; readonly planned: number }
  | ResultLine
  | { readonly kind: 'close'; readonly depth: number }
  | { readonly kind: 'comment'; readonly depth: number; readonly text: string }
  | { readonly kind: 'details'; readonly depth: number; readonly lines: readonly string[] }
  | { readonly kind: 'bail'; readonly reason: string };

/** The result of a test. */
export interface ResultLine {
  readonly kind: 'result';
  /** How many subtests it stands in. */
  readonly depth: number;
  readonly ok: boolean;
  readonly number: number;
  readonly name: string;
  /** A test that did not run, or whose result does not count. */
  readonly directive: 'skip' | 'todo' | undefined;
  readonly durationMs: number;
}

/** Spaces by which a subtest stands further right (TAP 14, "Subtests"). */
const step = 4;

/**
 * The lines of TAP in an output, versions 12 to 14 (testanything.org, "TAP Version 14 Specification"). Other lines are
 * left out, as TAP says: programs print among it. A result without a number is such a line, because a sentence may begin
 * with "ok", and everything that writes TAP today counts.
 */
export function* tapLines(text: string): Generator<TapLine> {
  let details: { readonly indent: string; readonly lines: string[] } | undefined;
  for (const whole of text.split(/\r?\n/)) {
    const line = whole.slice(0, longestText);
    const [indent = ''] = /^ */.exec(line) ?? [];
    if (details !== undefined) {
      if (line.trimEnd() !== `${details.indent}...`) details.lines.push(line.slice(details.indent.length));
      else {
        yield { kind: 'details', depth: depthOf(details.indent), lines: details.lines };
        details = undefined;
      }
    } else if (line.trim() === '---' && indent.length % step === 2) details = { indent, lines: [] };
    else if (indent.length % step === 0) yield* lineOf(line.slice(indent.length).trimEnd(), depthOf(indent));
  }
  if (details !== undefined) yield { kind: 'details', depth: depthOf(details.indent), lines: details.lines };
}

function depthOf(indent: string): number {
  return Math.floor(indent.length / step);
}

function* lineOf(line: string, depth: number): Generator<TapLine> {
  const result = /^(not )?ok (\d{1,9})(?:\s+(?:- )?(.*))?$/.exec(line);
  if (result !== null) {
    yield resultOf({ ok: result[1] === undefined, number: Number(result[2]), text: result[3] ?? '', depth });
    return;
  }
  const planned = /^1\.\.(\d{1,9})(?:\s*#.*)?$/.exec(line)?.[1];
  const bail = /^Bail out!\s*(.*)$/.exec(line)?.[1];
  if (planned !== undefined) yield { kind: 'plan', depth, planned: Number(planned) };
  else if (bail !== undefined) yield { kind: 'bail', reason: bail };
  else if (/^TAP version \d+$/.test(line) && depth === 0) yield { kind: 'version' };
  else if (line === '}') yield { kind: 'close', depth };
  else if (line.startsWith('# ')) yield { kind: 'comment', depth, text: line.slice(2) };
}

/** A result, its name apart from what stands behind a `#`: a directive, and the time that tap tells. */
function resultOf({
  ok,
  number,
  text,
  depth,
}: Pick<ResultLine, 'ok' | 'number' | 'depth'> & { readonly text: string }): ResultLine {
  const timed = /^(.*?)\s*# time=([\d.]{1,20})ms(\s*\{)?$/.exec(text);
  const rest = (timed?.[1] ?? text).replace(/\s*\{$/, '');
  const [, before, word] = /^(.*?)(?:^|\s)\s*# ?(skip|todo)\b.*$/i.exec(rest) ?? [];
  const directive = word?.toLowerCase();
  return {
    kind: 'result',
    depth,
    ok,
    number,
    name: (before ?? rest).trim().replace(/\\([#\\])/g, '$1'),
    directive: directive === 'skip' || directive === 'todo' ? directive : undefined,
    durationMs: Math.round(Number(timed?.[2] ?? 0)) || 0,
  };
}
