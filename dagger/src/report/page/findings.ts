import type { Finding } from '../../verdict/finding.ts';
import type { GateResult, Verdict } from '../../verdict/model.ts';
import { bySeverity, counted, placeOf, stateOf, worstFirst } from '../words.ts';
import { empty, linkTo, markup, type Markup } from './markup.ts';

/** Findings of one gate that the page shows; verdict.json has all of them. */
const shownPerGate = 2000;

const carriedWords = 'carried by the baseline';
const toleratedWords = 'below the threshold or excepted';

/** The findings of every gate that has some, the worst first, each with its fix. */
export function findingsSection(verdict: Verdict): Markup {
  const groups = verdict.gates.filter((gate) => gate.findings.length > 0 || hasMore(gate));
  const red = verdict.gates.some((gate) => gate.findings.length > 0);
  const none = markup`<p class="good">No gate that ran found anything at or above its threshold.</p>`;
  return markup`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${red ? filter : none}
${groups.map(group)}</section>`;
}

const filter = markup`<form hidden role="search"><label for="filter">Filter</label><input id="filter" type="search" placeholder="file, rule, word" autocomplete="off"><span id="filter-count" class="soft" role="status"></span></form>`;

function hasMore({ carried = [], tolerated = [], suppressed = [], notes = [] }: GateResult): boolean {
  return carried.length > 0 || tolerated.length > 0 || suppressed.length > 0 || notes.length > 0;
}

function group(gate: GateResult): Markup {
  const { findings, carried = [], tolerated = [], suppressed = [], notes = [] } = gate;
  const shown = worstFirst(findings).slice(0, shownPerGate);
  const left = findings.length - shown.length;
  const sum = findings.length === 0 ? sideNotes(gate) : severities(findings);
  const data = findings.length === 0 ? empty : markup` data-group`;
  return markup`<details class="group is-${stateOf(gate)}${findings.length === 0 ? ' quiet' : ''}" id="gate-${gate.gate}"${findings.length === 0 ? empty : markup` open`}${data}>
<summary><h3>${gate.gate}</h3><span class="soft">${sum}</span></summary>
${notes.length === 0 ? empty : markup`<ul class="notes">${notes.map((note) => markup`<li>${note}</li>`)}</ul>`}
<ul class="findings">${shown.map((finding) => item(finding, markup` data-finding`))}</ul>
${left === 0 ? empty : markup`<p class="soft">${counted(left, 'more finding')} in verdict.json.</p>`}
${furtherList(carried, carriedWords)}${furtherList(tolerated, toleratedWords)}${suppressedList(suppressed)}</details>
`;
}

/** Counts of notes, tolerated findings and suppressions, for a gate without red findings. */
function sideNotes({ carried = [], tolerated = [], suppressed = [], notes = [] }: GateResult): string {
  const told = notes.length === 0 ? [] : [counted(notes.length, 'note')];
  const before = carried.length === 0 ? [] : [`${counted(carried.length, 'finding')} ${carriedWords}`];
  const below = tolerated.length === 0 ? [] : [`${counted(tolerated.length, 'finding')} ${toleratedWords}`];
  const silenced = suppressed.length === 0 ? [] : [counted(suppressed.length, 'suppression')];
  return [...told, ...before, ...below, ...silenced].join(', ');
}

function severities(findings: readonly Finding[]): string {
  return bySeverity(findings)
    .map(([severity, number]) => `${String(number)} ${severity.toLowerCase()}`)
    .join(', ');
}

/** Findings that are not red, with the reason in words. */
function furtherList(findings: readonly Finding[], why: string): Markup {
  if (findings.length === 0) return empty;
  const shown = worstFirst(findings).slice(0, shownPerGate);
  return markup`<details class="more"><summary>${counted(findings.length, 'finding')} ${why}: ${severities(findings)}</summary><ul class="findings">${shown.map((finding) => item(finding, empty))}</ul></details>`;
}

function suppressedList(suppressed: readonly Finding[]): Markup {
  if (suppressed.length === 0) return empty;
  const shown = suppressed.slice(0, shownPerGate);
  return markup`<details class="more"><summary>${counted(suppressed.length, 'suppression')} in the source</summary><ul class="findings">${shown.map((finding) => item(finding, empty))}</ul></details>`;
}

function item(finding: Finding, mark: Markup): Markup {
  const place = placeOf(finding);
  const where = place === '' ? empty : markup`<code class="place">${place}</code> · `;
  const fix =
    finding.fix === undefined ? empty : markup`<p class="fix"><b>What to do:</b> ${finding.fix}</p>`;
  return markup`<li${mark}><span class="severity ${finding.severity}">${finding.severity}</span><div><p class="message">${finding.message}</p><p class="about">${where}${linkTo(finding.url, finding.rule)} · ${finding.tool}${labels(finding)}</p>${dependencyLine(finding)}${fix}</div></li>
`;
}

function labels({ tags = [], aliases = [] }: Finding): Markup {
  return markup`${[...aliases, ...tags].map((label) => markup` · ${label}`)}`;
}

function dependencyLine({ dependency }: Finding): Markup {
  if (dependency === undefined) return empty;
  const { name, version, path, production, fixedIn } = dependency;
  const use = production === undefined ? [] : [production ? 'in production' : 'development only'];
  const fixed = fixedIn === undefined ? [] : [`fixed in ${fixedIn}`];
  const parts = [`${name} ${version}`, ...use, ...fixed].join(', ');
  return markup`<p class="about">${parts}${path === undefined ? empty : markup`, by way of <code>${path}</code>`}</p>`;
}
