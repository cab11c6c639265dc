import type { Verdict } from '../verdict/model.ts';

/**
 * `verdict.json` as described in `dagger/verdict.schema.json`: the verdict unchanged, indented, with a newline at the
 * end.
 */
export function renderVerdictJson(verdict: Verdict): string {
  return `${JSON.stringify(verdict, null, 2)}\n`;
}
