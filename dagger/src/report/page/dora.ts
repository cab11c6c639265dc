import type { Measure } from '../../deploy/dora/dora.ts';
import { doraNote, measureValue, standingWords } from '../dora-words.ts';
import type { State } from '../words.ts';
import { icon } from './icon.ts';
import { empty, markup, type Markup } from './markup.ts';

const states: Readonly<Record<Measure['standing'], State>> = {
  elite: 'passed',
  'not elite': 'unavailable',
  'too few': 'stopped',
  'no data': 'stopped',
};

/** The four measures of past deployments, compared with elite teams; empty if no history was given. */
export function doraSection(measures: readonly Measure[] | undefined): Markup {
  if (measures === undefined) return empty;
  const rows = measures.map((measure) => {
    const state = states[measure.standing];
    return markup`<tr><td>${measure.measure}</td><td><span class="state is-${state}">${icon(state)}${standingWords[measure.standing]}</span></td><td class="number">${measureValue(measure)}</td><td class="why">${measure.basis}; elite: ${measure.elite}</td></tr>
`;
  });
  return markup`<section aria-labelledby="dora"><h2 id="dora">Delivery</h2>
<table class="gates cards"><thead><tr><th scope="col">Measure</th><th scope="col">Standing</th><th scope="col" class="number">Value</th><th scope="col">From what, and what elite teams reach</th></tr></thead><tbody>
${rows}</tbody></table><p class="soft">${doraNote(measures)}</p></section>`;
}
