import type { State } from '../words.ts';
import { markup, type Markup } from './markup.ts';

const shapes: Readonly<Record<State, Markup>> = {
  passed: markup`<path d="M3.5 8.5l3 3 6-7"/>`,
  failed: markup`<path d="M4 4l8 8M12 4l-8 8"/>`,
  unavailable: markup`<path d="M8 3v6M8 12v1"/>`,
  allowed: markup`<path d="M3.5 8h9"/>`,
  stopped: markup`<path d="M3.5 8h9"/>`,
};

/** A shape for each state, for readers who cannot tell the colours apart. */
export function icon(state: State): Markup {
  return markup`<svg width="14" height="14" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes[state]}</svg>`;
}
