import { baselineLines } from '../../verdict/baseline-words.ts';
import type { Verdict } from '../../verdict/model.ts';
import { counted } from '../words.ts';
import { icon } from './icon.ts';
import { empty, markup, type Markup } from './markup.ts';

/** What the project's baseline carries: who answers for it, until when, and how many findings of each gate. */
export function baselineSection(verdict: Pick<Verdict, 'baseline' | 'gates'>): Markup {
  const { baseline, gates } = verdict;
  if (baseline === undefined) return empty;
  const state = baseline.state === 'expired' ? 'failed' : 'passed';
  const rows = gates.flatMap(({ gate, carried = [] }) =>
    carried.length === 0
      ? []
      : [
          markup`<tr><td><a href="#gate-${gate}">${gate}</a></td><td>${counted(carried.length, 'finding')}</td></tr>
`,
        ],
  );
  return markup`<section aria-labelledby="baseline"><h2 id="baseline">Baseline</h2>
<p><span class="state is-${state}">${icon(state)}${baseline.state}</span></p>
${baselineLines(verdict).map((line) => markup`<p>${line}</p>`)}${
    rows.length === 0
      ? empty
      : markup`<table class="cards"><thead><tr><th scope="col">Gate</th><th scope="col">Carried</th></tr></thead><tbody>${rows}</tbody></table>`
  }</section>`;
}
