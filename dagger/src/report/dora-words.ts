import { leastDays, leastRecords, type Measure } from '../deploy/dora/dora.ts';
import { columns } from '../verdict/table.ts';
import { longDuration } from './deployment-words.ts';

/** A measure's value in words. */
export function measureValue({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  if (value === undefined) return '';
  if (unit === 'ms') return longDuration(value);
  if (unit === 'part') return `${(value * 100).toFixed(1)} %`;
  return `${value.toFixed(2)} a day`;
}

/** The words for each standing. */
export const standingWords: Readonly<Record<Measure['standing'], string>> = {
  elite: 'elite',
  'not elite': 'not elite',
  'too few': 'too few runs to say',
  'no data': 'no data',
};

/** The note below the table; empty if there is none. */
export function doraNote(measures: readonly Measure[]): string {
  return measures.some(({ standing }) => standing === 'too few')
    ? `Below ${String(leastRecords)} records, or ${String(leastDays)} days for the frequency, a value says more of chance than of the team.`
    : '';
}

/** The measures as a table for a terminal. */
export function doraTable(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => [
    measure.measure,
    measureValue(measure),
    measure.elite,
    standingWords[measure.standing],
    measure.basis,
  ]);
  const note = doraNote(measures);
  return [
    ...columns([['measure', 'value', 'elite', 'standing', 'from'], ...rows]),
    ...(note === '' ? [] : ['', note]),
  ].join('\n');
}
