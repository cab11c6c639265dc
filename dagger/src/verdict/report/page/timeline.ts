import { criticalPath, endOf } from '../critical-path.ts';
import type { GateResult, Verdict } from '../../model.ts';
import { duration, stateOf, stateWords } from '../words.ts';
import { empty, markup, type Markup } from './markup.ts';

const rowHeight = 42;
const axisHeight = 26;

interface Row {
  readonly gate: GateResult;
  readonly startMs: number;
  readonly endMs: number;
  readonly critical: boolean;
  /** Height of the row's upper edge. */
  readonly top: number;
}

/**
 * When each gate ran, as bars over the run's length, with the critical path marked. Positions across are per cent, so
 * that the drawing takes any width and its text keeps its size.
 */
export function timeline(verdict: Verdict): Markup {
  const rows = rowsOf(verdict.gates);
  if (rows.length === 0) return markup`<p class="soft">No gate ran.</p>`;
  const lengthMs = Math.max(1, ...rows.map((row) => row.endMs));
  const height = axisHeight + rows.length * rowHeight;
  const path = rows.filter((row) => row.critical).map((row) => row.gate.gate);
  return markup`<svg class="timeline" height="${height}" role="img" aria-labelledby="timeline-title timeline-text">
<title id="timeline-title">When each gate ran</title>
<desc id="timeline-text">Critical path: ${path.join(', then ')}. The table of gates below has every time.</desc>
${axis(lengthMs, height)}${links(rows, lengthMs)}${rows.map((row) => bar(row, lengthMs))}
</svg>
<p class="key" aria-hidden="true"><span><i class="critical"></i>on the critical path: ${path.join(' → ')}</span><span><i></i>beside it</span>${keyOfRed(rows)}</p>`;
}

function rowsOf(gates: readonly GateResult[]): Row[] {
  const path = new Set(criticalPath(gates));
  const ran = gates.flatMap((gate) => {
    const endMs = endOf(gate);
    return endMs === undefined
      ? []
      : [{ gate, startMs: gate.startMs ?? 0, endMs, critical: path.has(gate.gate) }];
  });
  return ran
    .sort((left, right) => left.startMs - right.startMs)
    .map((row, index) => ({ ...row, top: axisHeight + index * rowHeight }));
}

function keyOfRed(rows: readonly Row[]): Markup {
  const red = rows.some(({ gate }) => gate.outcome === 'failed');
  return red ? markup`<span><i class="is-failed"></i>failed</span>` : empty;
}

/** Round steps, at most five of them. */
function axis(lengthMs: number, height: number): Markup {
  const step = stepFor(lengthMs / 5);
  const ticks: Markup[] = [];
  for (let ms = 0; ms <= lengthMs; ms += step) {
    const x = percent(ms, lengthMs);
    const last = ms + step > lengthMs && ms / lengthMs > 0.9;
    ticks.push(
      markup`<line class="rule" x1="${x}" x2="${x}" y1="18" y2="${height}"/><text class="tick" x="${x}" y="11" text-anchor="${ms === 0 ? 'start' : last ? 'end' : 'middle'}">${axisTime(ms)}</text>`,
    );
  }
  return markup`${ticks}`;
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map(
  (seconds) => seconds * 1000,
);

/** The smallest round step that is not smaller; beyond an hour, whole hours. */
function stepFor(ms: number): number {
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / 3_600_000) * 3_600_000;
}

function axisTime(ms: number): string {
  if (ms === 0) return '0';
  return ms % 60_000 === 0 ? `${String(ms / 60_000)} min` : `${String(ms / 1000)} s`;
}

/** From the end of each gate of the critical path down, or up, to the start of the next one. */
function links(rows: readonly Row[], lengthMs: number): Markup {
  const path = rows.filter((row) => row.critical);
  return markup`${path.slice(1).map((row, index) => {
    const x = percent(path[index]?.endMs ?? 0, lengthMs);
    const from = (path[index]?.top ?? 0) + 32;
    return markup`<line class="link" x1="${x}" x2="${x}" y1="${from}" y2="${row.top + 22}"/>`;
  })}`;
}

function bar({ gate, startMs, endMs, critical, top }: Row, lengthMs: number): Markup {
  const state = stateOf(gate);
  const red = state === 'failed' || state === 'unavailable' ? ` is-${state}` : '';
  const width = `${Math.max(0.4, ((endMs - startMs) / lengthMs) * 100).toFixed(2)}%`;
  // A bar that starts on the right has its name end where the bar ends, lest it run out of the drawing.
  const right = startMs / lengthMs > 0.55;
  const x = percent(right ? endMs : startMs, lengthMs);
  const word = state === 'passed' ? '' : `, ${stateWords[state]}`;
  return markup`<text x="${x}" y="${top + 17}" text-anchor="${right ? 'end' : 'start'}"><tspan class="${critical ? 'name critical' : 'name'}">${gate.gate}</tspan> <tspan class="time">${duration(gate.durationMs)}${word}</tspan></text><rect class="${critical ? 'bar critical' : 'bar'}${red}" x="${percent(startMs, lengthMs)}" y="${top + 23}" width="${width}" height="9" rx="2"/>`;
}

function percent(ms: number, lengthMs: number): string {
  return `${((ms / lengthMs) * 100).toFixed(2)}%`;
}
