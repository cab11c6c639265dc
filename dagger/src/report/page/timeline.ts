import { criticalPath, endOf } from '../critical-path.ts';
import type { GateResult, Verdict } from '../../verdict/model.ts';
import { duration, stateOf, stateWords } from '../words.ts';
import { axis, axisHeight, percent } from './axis.ts';
import { empty, markup, type Markup } from './markup.ts';

const rowHeight = 42;

interface Row {
  readonly gate: GateResult;
  readonly startMs: number;
  readonly endMs: number;
  readonly critical: boolean;
  /** Height of the row's upper edge. */
  readonly top: number;
}

/**
 * The run of each gate, as bars over the run's duration, with the critical path marked. Horizontal positions are in per
 * cent, so that the drawing fits any width and its text keeps its size.
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
${axis(lengthMs, height)}${criticalLinks(rows, lengthMs)}${rows.map((row) => bar(row, lengthMs))}
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

/** Links from the end of each gate of the critical path to the start of the next one. */
function criticalLinks(rows: readonly Row[], lengthMs: number): Markup {
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
  // The name of a bar on the right ends where the bar ends, so that it does not leave the drawing.
  const right = startMs / lengthMs > 0.55;
  const x = percent(right ? endMs : startMs, lengthMs);
  const word = state === 'passed' ? '' : `, ${stateWords[state]}`;
  return markup`<text x="${x}" y="${top + 17}" text-anchor="${right ? 'end' : 'start'}"><tspan class="${critical ? 'name critical' : 'name'}">${gate.gate}</tspan> <tspan class="time">${duration(gate.durationMs)}${word}</tspan></text><rect class="${critical ? 'bar critical' : 'bar'}${red}" x="${percent(startMs, lengthMs)}" y="${top + 23}" width="${width}" height="9" rx="2"/>`;
}
