import { escapeMarkdown } from './escape.ts';
import type { State } from './words.ts';

/** A coloured mark for each state. */
export const marks: Readonly<Record<State, string>> = {
  passed: '🟢',
  failed: '🔴',
  unavailable: '🟠',
  allowed: '⚪',
  stopped: '⚫',
};

/** A cell's text, cut and escaped. */
export function cell(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()} [cut]` : text;
  return escapeMarkdown(cut).trim();
}

/** The size of a text in a file, in bytes. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
