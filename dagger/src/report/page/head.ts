import type { Deployment } from '../../deploy/proof/model.ts';
import type { Verdict } from '../../verdict/model.ts';
import { deploymentFigures, deploymentHeadline } from '../deployment-words.ts';
import { allFindings, bySeverity, counted, duration, headline, percent, separator } from '../words.ts';
import { empty, markup, type Markup } from './markup.ts';

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
