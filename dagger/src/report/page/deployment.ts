import { checkWords } from '../../deploy/proof/check.ts';
import type { Proof } from '../../deploy/proof/proof.ts';
import type { Deployment } from '../../deploy/proof/model.ts';
import { isObserved } from '../../deploy/proof/observed.ts';
import type { PodFacts, PodReport } from '../../deploy/proof/pod-facts.ts';
import { outcomeForUsers, checkState, short } from '../deployment-words.ts';
import { counted, duration, stateWords } from '../words.ts';
import { empty, markup, type Markup } from './markup.ts';
import { rolloutTimeline } from './rollout-timeline.ts';
import { icon } from './icon.ts';

/** The deployment: its course, its proof, and the state of the previous version; empty if there was none. */
export function deploymentSection(deployment: Deployment | undefined): Markup {
  if (deployment === undefined) return empty;
  const { proof, rollback } = deployment;
  return markup`<section aria-labelledby="deployment"><h2 id="deployment">Deployment</h2>
<p>${about(deployment)}</p>
${deployment.outcome === 'passed' ? empty : markup`<p class="why">${deployment.reason}</p>`}
${proof === undefined ? empty : rolloutTimeline(proof.observations)}
${proof === undefined ? empty : proofTables(proof, 'What proves it')}
${
  rollback.kind === 'tried'
    ? proofTables(rollback.proof, `Rollback, ${duration(rollback.recoveryMs)}`, outcomeForUsers(deployment))
    : empty
}
${stepTable(deployment)}
${podReports(deployment.pods ?? [])}
${notes(deployment)}</section>`;
}

function about({ version, previous, cluster, baseline }: Deployment): Markup {
  const kinds = { own: 'a cluster of this run’s own', docker: 'kind on this Docker', kubeconfig: 'cluster' };
  const before =
    previous === undefined
      ? markup`, where nothing served before`
      : markup`, in the place of <code>${short(previous.revision)}</code>${baseline ? ' (a baseline that this run brought)' : ''}`;
  const kubernetes = cluster.version === undefined ? '' : `, Kubernetes ${cluster.version}`;
  return markup`<code>${short(version.revision)}</code> to namespace ${cluster.namespace} of ${kinds[cluster.kind]} <code>${cluster.name}</code>${kubernetes}${before}.`;
}

/** Checks and pods of one version. */
function proofTables({ checks, observations }: Proof, title: string, sentence = ''): Markup {
  const rows = checks.map((check) => {
    const state = checkState(check);
    return markup`<tr><td>${check.check}</td><td><span class="state is-${state}">${icon(state)}${checkWords(check)}</span></td><td class="why wide">${check.reason}</td></tr>
`;
  });
  const { pods } = observations;
  return markup`<h3>${title}</h3>${sentence === '' ? empty : markup`<p>${sentence}</p>`}
<table class="gates cards"><thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">What was seen</th></tr></thead><tbody>
${rows}</tbody></table>
${isObserved(pods) && pods.length > 0 ? podTable(pods) : empty}`;
}

function podTable(pods: readonly PodFacts[]): Markup {
  const rows = pods.map(({ name, identity, revision, restarts }) => {
    const image = isObserved(identity)
      ? markup`<code>${identity.digest}</code>`
      : markup`<span class="soft">${identity.unobserved}</span>`;
    const answer = isObserved(revision)
      ? markup`<code>${short(revision)}</code>`
      : markup`<span class="soft">${revision.unobserved}</span>`;
    return markup`<tr><td>${name}</td><td>${answer}</td><td class="wide">${image}</td><td class="number">${counted(restarts, 'restart')}</td></tr>
`;
  });
  return markup`<table class="cards"><thead><tr><th scope="col">Pod</th><th scope="col">Revision</th><th scope="col">Image that runs</th><th scope="col" class="number">Ended</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function stepTable({ steps }: Deployment): Markup {
  if (steps.length === 0) return empty;
  const rows = steps.map(({ step, outcome, startMs, durationMs, detail }) => {
    return markup`<tr><td>${step}</td><td><span class="state is-${outcome}">${icon(outcome)}${stateWords[outcome]}</span></td><td class="number">${duration(durationMs)}</td><td class="why">${detail}<span class="soft">, from ${duration(startMs)}</span></td></tr>
`;
  });
  return markup`<h3>Steps</h3><table class="gates cards"><thead><tr><th scope="col">Step</th><th scope="col">Verdict</th><th scope="col" class="number">Time</th><th scope="col">What was done, and when it began</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

/** Description, events and logs of each pod of a failed deployment, folded. */
function podReports(reports: readonly PodReport[]): Markup {
  const part = (name: string, text: string): Markup =>
    text.trim() === '' ? empty : markup`<h4>${name}</h4><pre>${text}</pre>`;
  return markup`${reports.map(
    ({ pod, description, events, logs, previousLogs }) =>
      markup`<details class="more"><summary>${pod}: description, events, logs</summary>${part('Events', events)}${part('Log', logs)}${part('Log of the life before', previousLogs)}${part('Description', description)}</details>`,
  )}`;
}

function notes({ notes: texts, uncheckedGates }: Deployment): Markup {
  const unchecked =
    uncheckedGates.length === 0 ? [] : [`Deployed without being checked by ${uncheckedGates.join(', ')}.`];
  const all = [...unchecked, ...texts];
  if (all.length === 0) return empty;
  return markup`<ul class="notes">${all.map((text) => markup`<li>${text}</li>`)}</ul>`;
}
