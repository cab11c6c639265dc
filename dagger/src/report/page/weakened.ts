import type { Verdict, Weakening } from '../../verdict/model.ts';
import { empty, markup, type Markup } from './markup.ts';

/** Settings and files that are weaker than the defaults or than the target branch. They are listed, but are not red. */
export function weakenedSection({ weakened = [], base }: Pick<Verdict, 'weakened' | 'base'>): Markup {
  if (weakened.length === 0 && base?.reason === undefined) return empty;
  const listOf = (than: Weakening['than']): Weakening[] => weakened.filter((one) => one.than === than);
  return markup`<section aria-labelledby="weakened"><h2 id="weakened">Weaker settings</h2>
${table('Weaker than the defaults', listOf('defaults'))}${table(`Weaker than ${base?.name ?? ''}`, listOf('base'))}${
    base?.reason === undefined ? empty : markup`<p>Not compared with a target branch: ${base.reason}</p>`
  }</section>`;
}

function table(caption: string, weakened: readonly Weakening[]): Markup {
  if (weakened.length === 0) return empty;
  const rows = weakened.map(
    ({
      setting,
      text,
    }) => markup`<tr><td class="wide"><code>${setting}</code></td><td class="wide">${text}</td></tr>
`,
  );
  return markup`<h3>${caption}</h3>
<table class="cards"><thead><tr><th scope="col">Setting or file</th><th scope="col">What it says</th></tr></thead><tbody>${rows}</tbody></table>`;
}
