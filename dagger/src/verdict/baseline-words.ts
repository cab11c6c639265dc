import { count } from './evidence.ts';
import type { BaselineUse, Verdict } from './model.ts';

/** What a baseline does in a run, a sentence each; none for a project without one. */
export function baselineLines({ baseline }: Pick<Verdict, 'baseline'>): string[] {
  if (baseline === undefined) return [];
  const { owner, until, carried } = baseline;
  const who = `owner ${owner}, last day ${until}`;
  const head =
    baseline.state === 'expired'
      ? `pipeline.baseline.json is expired and carries nothing (${who}): fix what is left, or agree on a later day`
      : `pipeline.baseline.json carries ${count(carried, 'finding')} (${who})`;
  return [head, ...fewerLine(baseline)];
}

function fewerLine({ fewer }: BaselineUse): string[] {
  return fewer === 0
    ? []
    : [
        `${count(fewer, 'finding')} fewer than pipeline.baseline.json carries: dagger call baseline proposes the lower counts`,
      ];
}

/** Why a finding that is carried is not red, for whoever reads it by itself. */
export function carriedBy(baseline: BaselineUse | undefined): string {
  if (baseline === undefined) return 'carried by pipeline.baseline.json';
  return `carried by pipeline.baseline.json until ${baseline.until}, owner ${baseline.owner}`;
}
