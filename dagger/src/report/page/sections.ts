import type {
  Coverage,
  ExceptionUse,
  GateResult,
  ImageUse,
  PartResult,
  Verdict,
} from '../../verdict/model.ts';
import { duration, percent, type State, stateOf, stateWords } from '../words.ts';
import { icon } from './icon.ts';
import { empty, markup, type Markup } from './markup.ts';

/** One row for each gate, including those that the project leaves out. */
export function gatesSection(verdict: Verdict): Markup {
  return markup`<section aria-labelledby="gates"><h2 id="gates">Gates</h2>
<table class="gates cards"><thead><tr><th scope="col">Gate</th><th scope="col">Verdict</th><th scope="col" class="number">Time</th><th scope="col">Why</th></tr></thead><tbody>
${verdict.gates.map(gateRow)}${verdict.notConfigured.map(
    ({ gate, reason }) =>
      markup`<tr><td class="soft">${gate}</td><td class="soft">not configured</td><td></td><td class="soft why">${reason}</td></tr>
`,
  )}</tbody></table></section>`;
}

function gateRow(gate: GateResult): Markup {
  const state = stateOf(gate);
  const why = gate.stoppedBy === undefined ? gate.reason : `stopped by ${gate.stoppedBy}`;
  const name =
    gate.findings.length === 0 ? markup`${gate.gate}` : markup`<a href="#gate-${gate.gate}">${gate.gate}</a>`;
  return markup`<tr><td>${name}</td><td><span class="state is-${state}">${icon(state)}${stateWords[state]}</span></td><td class="number">${duration(gate.durationMs)}</td><td class="why">${why}</td></tr>
${(gate.parts ?? []).map(partRow)}`;
}

function partRow({ folder, outcome, reason }: PartResult): Markup {
  return markup`<tr class="part"><td><code>${folder}</code></td><td><span class="state is-${outcome}">${icon(outcome)}${stateWords[outcome]}</span></td><td></td><td class="why">${reason}</td></tr>
`;
}

/** The four measures of coverage, if the tests have them. */
export function coverageSection(coverage: Coverage | undefined): Markup {
  if (coverage === undefined) return empty;
  const { lines, branches, functions, statements } = coverage;
  const measures = { Lines: lines, Branches: branches, Functions: functions, Statements: statements };
  return markup`<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2><dl class="measures">${Object.entries(
    measures,
  ).map(
    ([name, value]) =>
      markup`<div><dt>${name}</dt><dd>${percent(value)} %</dd><svg class="meter" aria-hidden="true"><rect width="100%" height="6" rx="3"/><rect class="full" width="${percent(value)}%" height="6" rx="3"/></svg></div>`,
  )}</dl></section>`;
}

/** The images that the run used, each with its digest or the way it was built. */
export function imagesSection(images: readonly ImageUse[]): Markup {
  if (images.length === 0) return empty;
  return markup`<section aria-labelledby="images"><h2 id="images">Images</h2>
<table class="cards"><thead><tr><th scope="col">For</th><th scope="col">Image</th><th scope="col">Identity</th></tr></thead><tbody>${images.map(imageRow)}</tbody></table></section>`;
}

function imageRow({ reference, purpose, madeFromPackages }: ImageUse): Markup {
  const [name = '', digest] = reference.split('@');
  const pinned =
    digest === undefined ? markup`<span class="soft">no digest</span>` : markup`<code>${digest}</code>`;
  const identity =
    madeFromPackages === true ? markup`<span class="tag is-unavailable">made from packages</span>` : pinned;
  return markup`<tr><td>${purpose}</td><td class="wide"><code>${name}</code></td><td class="wide">${identity}</td></tr>
`;
}

const uses: Readonly<Record<ExceptionUse['state'], State>> = {
  used: 'passed',
  expired: 'failed',
  unmatched: 'failed',
  unchecked: 'stopped',
};

/** The exceptions of the project, red ones first. */
export function exceptionsSection(exceptions: readonly ExceptionUse[] = []): Markup {
  if (exceptions.length === 0) return empty;
  const red = ({ state }: ExceptionUse): number => Number(uses[state] !== 'failed');
  const rows = [...exceptions].sort((left, right) => red(left) - red(right)).map(exceptionRow);
  return markup`<section aria-labelledby="exceptions"><h2 id="exceptions">Exceptions</h2>
<table class="cards"><thead><tr><th scope="col">What</th><th scope="col">State</th><th scope="col">Why, and who answers for it</th><th scope="col" class="number">Last day</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function exceptionRow({ id, tool, reason, owner, expires, state }: ExceptionUse): Markup {
  return markup`<tr><td><code>${id}</code> <span class="soft">${tool}</span></td><td><span class="state is-${uses[state]}">${icon(uses[state])}${state}</span></td><td class="why">${reason} <span class="soft">(${owner})</span></td><td class="number">${expires}</td></tr>
`;
}

/** The meaning of the terms, for a first-time reader of the report. */
export function foot(verdict: Verdict): Markup {
  const stopped = verdict.gates.some((gate) => stateOf(gate) === 'stopped');
  return markup`<footer><dl>
<div><dt>passed</dt><dd>The gate looked, and found nothing at or above its threshold.</dd></div>
<div><dt>failed</dt><dd>The gate found something. Nothing that depends on it was started.</dd></div>
<div><dt>unavailable</dt><dd>The gate could not look. That is never green; a local run may allow it by name.</dd></div>
${stopped ? markup`<div><dt>stopped</dt><dd>Not started, because an earlier gate was not green.</dd></div>` : empty}
</dl><p>The same verdict for machines: verdict.json, junit.xml and one SARIF file for each tool.</p></footer>`;
}
