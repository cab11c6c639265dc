import { markup, type Markup } from './markup.ts';

/** Height of the axis above the first row. */
export const axisHeight = 26;

/** Lines at round times over a drawing's height, with five steps at most. */
export function axis(lengthMs: number, height: number): Markup {
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

/** The smallest round step that is at least as long; beyond an hour, whole hours. */
function stepFor(ms: number): number {
  return steps.find((step) => step >= ms) ?? Math.ceil(ms / 3_600_000) * 3_600_000;
}

function axisTime(ms: number): string {
  if (ms === 0) return '0';
  return ms % 60_000 === 0 ? `${String(ms / 60_000)} min` : `${String(ms / 1000)} s`;
}

/** The horizontal position of a time in per cent, so that the drawing fits any width. */
export function percent(ms: number, lengthMs: number): string {
  return `${((ms / lengthMs) * 100).toFixed(2)}%`;
}
