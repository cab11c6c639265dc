import type { Coverage, ExceptionUse, GateResult, ImageUse, Verdict } from '../../verdict/model.ts';
import type { Deployment } from '../../deploy/proof/model.ts';
import { deploymentFigures, deploymentHeadline } from '../deployment-words.ts';
import type { State } from '../words.ts';
import {
  allFindings,
  bySeverity,
  counted,
  duration,
  headline,
  percent,
  separator,
  stateOf,
  stateWords,
} from '../words.ts';
import { icon } from './icon.ts';
import { empty, markup, type Markup } from './markup.ts';

/** The head of the page: the verdict in a sentence, and the run in figures. */
export function head(verdict: Verdict, deployment?: Deployment): Markup {
  return markup`<header><p class="origin"><b>${verdict.project}</b> at <code>${verdict.revision}</code></p>
<h1>${deployment === undefined ? titleSentence(verdict) : deploymentSentence(deployment)}</h1>
${figures(verdict, deployment)}</header>`;
}

/** The head of a deployment without gates. */
export function deploymentHead(deployment: Deployment): Markup {
  const { project, version } = deployment;
  return markup`<header><p class="origin"><b>${project}</b> at <code>${version.revision}</code></p>
<h1>${deploymentSentence(deployment)}</h1>
<dl class="facts">${deploymentFigures(deployment).map((row) => figure(...row))}</dl></header>`;
}

/** The title sentence with a deployment: the gates have passed, so it is about the deployment. */
function deploymentSentence(deployment: Deployment): Markup {
  const { lead, rest } = deploymentHeadline(deployment);
  return markup`<em>${lead}</em> ${rest}`;
}

/** The headline, with a link from each gate's name to its findings. */
function titleSentence(verdict: Verdict): Markup {
  const { lead, glue, gates, rest } = headline(verdict);
  const names = gates.map((gate, index) => {
    const found = verdict.gates.some((row) => row.gate === gate && row.findings.length > 0);
    const name = found ? markup`<a href="#gate-${gate}">${gate}</a>` : markup`${gate}`;
    return markup`${separator(index, gates.length)}${name}`;
  });
  return markup`<em>${lead}</em>${glue}${names}${rest}`;
}

function figures(verdict: Verdict, deployment?: Deployment): Markup {
  const findings = allFindings(verdict);
  const passed = verdict.gates.filter(({ outcome }) => outcome === 'passed').length;
  const worst = bySeverity(findings).map(
    ([severity, number]) => `${String(number)} ${severity.toLowerCase()}`,
  );
  return markup`<dl class="facts">
${figure('Gates passed', `${String(passed)} of ${String(verdict.gates.length)}`, notConfigured(verdict))}
${figure('Findings', String(findings.length), worst.join(', '))}
${verdict.coverage === undefined ? empty : figure('Lines covered', `${percent(verdict.coverage.lines)} %`, `branches ${percent(verdict.coverage.branches)} %`)}
${deployment === undefined ? figure('Time', duration(verdict.durationMs), `exit code ${String(verdict.exitCode)}`) : deploymentFigures(deployment).map((row) => figure(...row))}
</dl>`;
}

function notConfigured({ notConfigured: names }: Verdict): string {
  return names.length === 0 ? '' : `${String(names.length)} not configured`;
}

function figure(name: string, value: string, detail: string): Markup {
  const small = detail === '' ? empty : markup`<small>${detail}</small>`;
  return markup`<div><dt>${name}</dt><dd>${value}${small}</dd></div>`;
}

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

/** "3 findings" for the title of the page. */
export function titleOf(verdict: Verdict, deployment?: Deployment): string {
  if (deployment !== undefined) return deploymentTitle(deployment);
  const words = { passed: 'Passed', failed: 'Failed', unavailable: 'Unavailable' };
  const findings = allFindings(verdict).length;
  return `${words[verdict.outcome]}${findings === 0 ? '' : `, ${counted(findings, 'finding')}`} · ${verdict.project} ${verdict.revision}`;
}

/** The title of a page about a deployment. */
export function deploymentTitle(deployment: Deployment): string {
  return `${deploymentHeadline(deployment).lead} ${deployment.project} ${deployment.version.revision}`;
}
