import type { Verdict } from '../verdict/model.ts';

/** `verdict.json`, as `dagger/verdict.schema.json` describes it: the verdict as it is, indented, ending in a newline. */
export function renderVerdictJson(verdict: Verdict): string {
  return `${JSON.stringify(verdict, null, 2)}\n`;
}
