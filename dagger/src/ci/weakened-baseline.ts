import { baselineFile } from '../project/read-baseline.ts';
import { type Baseline, type CarriedFindings, groupKey, groupWords } from '../verdict/baseline.ts';
import type { Weakening } from '../verdict/model.ts';
import { changed, listed } from './settings.ts';

/** What a baseline carries beyond that of the target branch: more findings, or the same for longer. */
export function weakerBaseline(own: Baseline | undefined, base: Baseline | undefined): Weakening[] {
  if (own === undefined) return [];
  const there = new Map((base?.findings ?? []).map((entry) => [groupKey(entry), entry.count]));
  const more = own.findings.flatMap((entry) => moreThan(entry, there.get(groupKey(entry)) ?? 0));
  const later =
    base === undefined
      ? []
      : changed(`${baselineFile} /until`, {
          weaker: own.until > base.until,
          is: own.until,
          was: base.until,
          there: 'there',
        });
  return [...listed(baselineFile, 'carries more than there:', more), ...later].map((setting) => ({
    ...setting,
    than: 'base',
  }));
}

function moreThan(entry: CarriedFindings, before: number): string[] {
  const { count } = entry;
  return count > before ? [`${groupWords(entry)} (${String(count)}, there ${String(before)})`] : [];
}
