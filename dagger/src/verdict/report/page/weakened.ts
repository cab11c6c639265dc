import type { Weakening } from '../../model.ts';
import { empty, markup, type Markup } from './markup.ts';

/** The settings of the project that are weaker than the defaults: not red, and not to be looked for. */
export function weakenedSection(weakened: readonly Weakening[] = []): Markup {
  if (weakened.length === 0) return empty;
  const rows = weakened.map(
    ({
      setting,
      text,
    }) => markup`<tr><td class="wide"><code>${setting}</code></td><td class="wide">${text}</td></tr>
`,
  );
  return markup`<section aria-labelledby="weakened"><h2 id="weakened">Weaker than the defaults</h2>
<table class="cards"><thead><tr><th scope="col">Setting of pipeline.json</th><th scope="col">What it says</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
