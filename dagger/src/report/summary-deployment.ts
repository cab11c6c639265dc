import { checkWords } from '../deploy/proof/check.ts';
import type { Proof } from '../deploy/proof/proof.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import { outcomeForUsers, checkState, deploymentFigures, deploymentHeadline } from './deployment-words.ts';
import { seconds } from '../verdict/duration.ts';
import { escapeMarkdown } from './escape.ts';
import type { State } from './words.ts';

/**
 * The lines of `summary.md` about a deployment: the sentence, the figures, every check, and the state of the previous
 * version. Only the page has the pods' descriptions and logs, because they may be long.
 * @param marks the mark of each state
 */
export function deploymentLines(deployment: Deployment, marks: Readonly<Record<State, string>>): string[] {
  const { lead, rest } = deploymentHeadline(deployment);
  const { project, version, cluster, proof, rollback, steps, uncheckedGates, notes } = deployment;
  const figures = deploymentFigures(deployment).map(([name, value, detail]) =>
    cell(`${name}: ${value}${detail === '' ? '' : ` (${detail})`}`, 200),
  );
  const where = [project, version.revision, cluster.name, cluster.version ?? '', cluster.namespace].filter(
    (text) => text !== '',
  );
  const unchecked =
    uncheckedGates.length === 0 ? [] : [`Deployed without being checked by ${uncheckedGates.join(', ')}.`];
  return [
    `# ${marks[deployment.outcome]} ${cell(`${lead} ${rest}`, 500)}`,
    '',
    [...figures, cell(where.join(', '), 200)].join(' · '),
    '',
    ...(proof === undefined ? [cell(deployment.reason, 800), ''] : checkTable(proof, marks)),
    ...(rollback.kind === 'tried'
      ? [`## Rollback: ${cell(outcomeForUsers(deployment), 300)}`, '', ...checkTable(rollback.proof, marks)]
      : []),
    ...[...unchecked, ...notes].map((note) => `- ${cell(note, 300)}`),
    '',
    `Steps: ${steps.map(({ step, durationMs }) => cell(`${step} ${seconds(durationMs)}`, 60)).join(', ')}`,
    '',
  ];
}

function checkTable({ checks }: Proof, marks: Readonly<Record<State, string>>): string[] {
  const rows = checks.map((check) => {
    const state = checkState(check);
    return `| ${check.check} | ${marks[state]} ${checkWords(check)} | ${cell(check.reason, 400)} |`;
  });
  return ['| Check | Verdict | What was seen |', '| --- | --- | --- |', ...rows, ''];
}

/** A cell's text, cut and escaped. */
function cell(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()} [cut]` : text;
  return escapeMarkdown(cut).trim();
}
