import { defaultRoot } from '../tools/answer.ts';
import { resultOf } from '../tools/sarif-result.ts';
import { ruleBook } from '../tools/sarif-rules.ts';
import { groupKey } from '../verdict/baseline.ts';
import type { Finding } from '../verdict/finding.ts';
import type { JsonCursor } from '../verdict/json.ts';
import { ifShaped, readJson } from '../verdict/json-text.ts';

/** What a baseline carries of a tool's findings, and the words for it. */
export interface CarriedOfTool {
  readonly tool: string;
  readonly findings: readonly Finding[];
  readonly justification: string;
}

/**
 * A SARIF log that a tool wrote itself, with a suppression from outside of the source (3.35) on each result that the
 * baseline carries, so that code scanning opens no alert for it.
 * @returns the text unchanged where nothing is carried, or where it is no such log
 */
export function withCarriedMarked(text: string, { tool, findings, justification }: CarriedOfTool): string {
  if (findings.length === 0) return text;
  const keys = new Set(findings.map(groupKey));
  const suppression = { kind: 'external', justification };
  const marked = ifShaped(() => {
    const log = readJson(text);
    return changed(log, 'runs', (run) => {
      const context = { tool, root: defaultRoot, run, book: ruleBook(run.at('tool')) };
      return changed(run, 'results', (result) => {
        const found = resultOf(result, context)?.finding;
        if (found === undefined || !keys.has(groupKey(found))) return result.value;
        const before = result.at('suppressions').optionalItems();
        return { ...plain(result), suppressions: [...before.map(({ value }) => value), suppression] };
      });
    });
  });
  return marked === undefined ? text : JSON.stringify(marked);
}

/** An object with each item of one of its lists replaced. */
function changed(place: JsonCursor, list: string, change: (item: JsonCursor) => unknown): object {
  return { ...plain(place), [list]: place.at(list).items().map(change) };
}

function plain(place: JsonCursor): Record<string, unknown> {
  return Object.fromEntries(place.entries().map(([key, { value }]) => [key, value]));
}
