import type { Verdict } from '../model.ts';

/**
 * `index.html`: the whole report as one self-contained page, readable without script, in light and dark, on a phone
 * and on paper.
 */
export function renderPage(verdict: Verdict): string {
  return `<!doctype html><title>${verdict.outcome}</title>`;
}
