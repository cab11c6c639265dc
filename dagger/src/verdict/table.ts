import { baselineLines } from './baseline-words.ts';
import { seconds } from './duration.ts';
import { withoutCommands, withoutControls } from './plain-text.ts';
import type { Finding } from './finding.ts';
import type { ExceptionUse, GateResult, Verdict } from './model.ts';

/** How many findings of a gate a terminal shows; the report has them all. */
const shownFindings = 50;

/** How many lines of a finding's message a terminal shows. */
const shownLines = 8;

/** The verdict as a table for a terminal: gate, outcome, time, reason; then what it means. */
export function verdictTable(verdict: Verdict): string {
  const rows = verdict.gates.flatMap((gate) => [
    [
      gate.gate,
      outcomeWord(gate),
      gate.durationMs === undefined ? '' : seconds(gate.durationMs),
      oneLine(gate.reason),
    ],
    ...(gate.parts ?? []).map((part) => [
      `  ${oneLine(part.folder)}`,
      part.outcome,
      '',
      oneLine(part.reason),
    ]),
  ]);
  const skipped = verdict.notConfigured.map(({ gate, reason }) => [
    gate,
    'not configured',
    '',
    oneLine(reason),
  ]);
  return [
    ...columns([['gate', 'outcome', 'time', 'reason'], ...rows, ...skipped]),
    '',
    ...exceptionLines(verdict.exceptions ?? []),
    ...baselineLines(verdict).map(oneLine),
    ...verdict.gates.flatMap(suppressedLines),
    ...weakenedLines(verdict),
    `verdict: ${verdict.outcome} (exit code ${String(verdict.exitCode)}), ${verdict.project} ${verdict.revision}, ${seconds(verdict.durationMs)}`,
  ].join('\n');
}

function weakenedLines({ weakened = [], base }: Verdict): string[] {
  const than = { defaults: 'the default', base: base?.name ?? 'the target branch' };
  return [
    ...weakened.map((one) => `weaker than ${than[one.than]}: ${one.setting} ${one.text}`),
    ...(base?.reason === undefined ? [] : [`not compared with a target branch: ${base.reason}`]),
  ].map(oneLine);
}

/** A line about a gate's suppressions in the source: their number and the first places. */
export function suppressedLines({
  gate,
  suppressed = [],
}: Pick<GateResult, 'gate' | 'suppressed'>): string[] {
  if (suppressed.length === 0) return [];
  const places = suppressed
    .slice(0, 3)
    .map(({ file = '', line, rule }) => `${file}${line === undefined ? '' : `:${String(line)}`} ${rule}`);
  const more = suppressed.length > 3 ? ', ...' : '';
  return [
    oneLine(`suppressed in the source, ${gate}: ${String(suppressed.length)} (${places.join(', ')}${more})`),
  ];
}

function exceptionLines(uses: readonly ExceptionUse[]): string[] {
  return uses.map(({ id, tool, owner, state, expires }) =>
    oneLine(`exception for ${id} (${tool}, owner ${owner}) is ${state}, last day ${expires}`),
  );
}

/** The outcome in the words of the verdict: an allowed gap stays visible. */
export function outcomeWord(gate: Pick<GateResult, 'outcome' | 'allowed'>): string {
  return gate.outcome === 'unavailable' && gate.allowed ? 'unavailable (allowed)' : gate.outcome;
}

/** A gate's findings and notes as lines, the way compilers print them: `file:line:column: rule: message`. */
export function findingLines(gate: Pick<GateResult, 'gate' | 'findings' | 'notes' | 'parts'>): string[] {
  const shown = gate.findings.slice(0, shownFindings).map(findingLine);
  const hidden = gate.findings.length - shown.length;
  const more = hidden > 0 ? [`... and ${String(hidden)} more, all of them in the report`] : [];
  const parts = (gate.parts ?? []).map(({ folder, outcome, reason }) => `${folder}: ${outcome}: ${reason}`);
  return [
    ...parts.map(plain),
    ...shown,
    ...more,
    ...(gate.notes ?? []).map((note) => `${gate.gate}: ${plain(note)}`),
  ];
}

function findingLine(finding: Finding): string {
  const position = [finding.file, finding.line, finding.column]
    .filter((part) => part !== undefined)
    .join(':');
  const where = position === '' ? '' : `${position}: `;
  const how = finding.fix === undefined ? '' : ` [${finding.fix}]`;
  const what = firstLines(finding.message);
  return plain(`${where}${finding.rule} (${finding.tool}, ${finding.severity}): ${what}${how}`);
}

/** The first lines of a long message, such as a failed test with its stack. The report has all lines. */
function firstLines(message: string): string {
  const lines = message.trim().split('\n');
  return lines.length <= shownLines ? lines.join('\n') : [...lines.slice(0, shownLines), '...'].join('\n');
}

/** Lines of cells, each column as wide as its widest cell but the last. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function oneLine(text: string): string {
  const line = plain(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

/** A tool's text, made safe for a terminal: no cursor movement, no reordering, no workflow commands. */
function plain(text: string): string {
  return withoutCommands(withoutControls(text));
}
