import type { Verdict } from './model.ts';
import { order, type Row } from './order.ts';

/**
 * Tools whose findings are complete, because every gate of theirs in this run ended by finding something or nothing.
 * Only those get a SARIF file: an empty one for a gate that could not look would close alerts that are still true.
 */
export function conclusiveTools({ gates }: Pick<Verdict, 'gates'>, rows: readonly Row[] = order): string[] {
  const tools = [...new Set(rows.flatMap((row) => row.tools))];
  return tools.filter((tool) => {
    const names = rows.filter((row) => row.tools.includes(tool)).map((row) => row.gate);
    const results = gates.filter((result) => names.includes(result.gate));
    return results.length > 0 && results.every((result) => result.outcome !== 'unavailable');
  });
}
