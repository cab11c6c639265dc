import type { Deployment } from '../deploy/proof/model.ts';
import { type Ending, linesOf } from '../verdict/ending.ts';
import type { Verdict } from '../verdict/model.ts';
import { escapeMarkdown } from './escape.ts';
import { deploymentLines } from './summary-deployment.ts';
import { allFindings, counted, duration, headline, sentence } from './words.ts';
import { gateLines } from './summary-gates.ts';
import { fit } from './summary-findings.ts';
import { bytesOf, cell, marks } from './markdown.ts';

/** `summary.md` of a call that checked nothing: its reason, and what to do next. */
export function renderEndingSummary(ending: Ending): string {
  const head = `# Nothing was checked (exit code ${String(ending.exitCode)})`;
  return `${[head, ...linesOf(ending).map(escapeMarkdown)].join('\n\n')}\n`;
}

/** Largest step summary that GitHub accepts, in bytes (1 MiB). */
export const summaryLimitBytes = 1024 * 1024;

/** Bytes reserved for the line that tells how much was left out. */
const reserveBytes = 300;

/**
 * `summary.md` for GitHub: the verdict first, a table of the gates, the findings.
 * @param options.limitBytes findings beyond it are left out, and the last line says how many. Default 1 MiB.
 * @param options.deployment the deployment after the gates, if there was one
 */
export function renderSummary(
  verdict: Verdict,
  {
    limitBytes = summaryLimitBytes,
    deployment,
  }: { readonly limitBytes?: number; readonly deployment?: Deployment } = {},
): string {
  const gates = gateLines(verdict);
  const head = [
    ...(deployment === undefined ? title(verdict) : deploymentLines(deployment, marks)),
    // A deployment requires that the gates passed, so they come second.
    ...(deployment === undefined ? gates : ['## Gates', '', ...gates]),
  ].join('\n');
  const { text, shown } = fit(verdict, limitBytes - reserveBytes - bytesOf(head));
  const left = allFindings(verdict).length - shown;
  const note =
    left === 0
      ? ''
      : `\n**${counted(left, 'finding')} left out here**: verdict.json and index.html have all of them.\n`;
  return `${head}\n${text}${note}`;
}

/** `summary.md` of a deployment of a published image: no gate ran before it. */
export function renderDeploymentSummary(deployment: Deployment): string {
  return `${deploymentLines(deployment, marks).join('\n')}\n`;
}

function title(verdict: Verdict): string[] {
  const about = [verdict.project, verdict.revision, duration(verdict.durationMs)].map((text) =>
    cell(text, 200),
  );
  return [
    `# ${marks[verdict.outcome]} ${cell(sentence(headline(verdict)), 500)}`,
    '',
    [...about, `exit code ${String(verdict.exitCode)}`].join(' · '),
    '',
  ];
}
