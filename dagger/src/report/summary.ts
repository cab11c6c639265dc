import type { Deployment } from '../deploy/proof/model.ts';
import type { Ending } from '../verdict/ending.ts';
import type { Finding, GateResult, Verdict, Weakening } from '../verdict/model.ts';
import { escapeMarkdown } from './escape.ts';
import { deploymentLines } from './summary-deployment.ts';
import type { State } from './words.ts';
import {
  allFindings,
  counted,
  duration,
  headline,
  percent,
  placeOf,
  redExceptions,
  sentence,
  stateOf,
  stateWords,
  worstFirst,
} from './words.ts';

/** `summary.md` of a call that checked nothing: its reason, and what to do next. */
export function renderEndingSummary({ exitCode, message }: Ending): string {
  const [reason = '', ...next] = message.split('\n');
  const lines = [`# Nothing was checked (exit code ${String(exitCode)})`, reason, ...next];
  return `${lines.map((line, index) => (index === 0 ? line : escapeMarkdown(line))).join('\n\n')}\n`;
}

/** Bytes that GitHub takes as a step's summary (1 MiB). */
export const summaryLimitBytes = 1024 * 1024;

/** Bytes that stay free for the line that says what was left out. */
const reserveBytes = 300;

const marks: Readonly<Record<State, string>> = {
  passed: '🟢',
  failed: '🔴',
  unavailable: '🟠',
  allowed: '⚪',
  stopped: '⚫',
};

/**
 * `summary.md` for GitHub: the verdict first, a table of the gates, the findings.
 * @param options.limitBytes what does not fit is left out, and the last line says how much. Default 1 MiB.
 * @param options.deployment what was deployed after the gates, where it was
 */
export function renderSummary(
  verdict: Verdict,
  {
    limitBytes = summaryLimitBytes,
    deployment,
  }: { readonly limitBytes?: number; readonly deployment?: Deployment } = {},
): string {
  const gates = [
    ...gateTable(verdict),
    ...exceptionLines(verdict),
    ...suppressedLines(verdict),
    ...weakenedLines(verdict),
    ...facts(verdict),
  ];
  const head = [
    ...(deployment === undefined ? title(verdict) : deploymentLines(deployment, marks)),
    // Nothing is deployed that the gates did not let pass, so they come second.
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

/** `summary.md` of a deployment of what came published: no gate ran before it. */
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

function gateTable(verdict: Verdict): string[] {
  const rows = verdict.gates.map((gate) => {
    const state = stateOf(gate);
    const why = gate.stoppedBy === undefined ? gate.reason : `stopped by ${gate.stoppedBy}`;
    return `| ${cell(gate.gate, 60)} | ${marks[state]} ${stateWords[state]} | ${duration(gate.durationMs)} | ${cell(why, 300)} |`;
  });
  const missing = verdict.notConfigured.map(
    (gate) => `| ${cell(gate, 60)} | not configured | | not named by pipeline\\.json |`,
  );
  return ['| Gate | Verdict | Time | Why |', '| --- | --- | ---: | --- |', ...rows, ...missing, ''];
}

function exceptionLines(verdict: Verdict): string[] {
  return redExceptions(verdict).map(
    ({ tool, id, owner, expires, state }) =>
      `- 🔴 exception for ${cell(id, 200)} (${cell(tool, 60)}, owner ${cell(owner, 100)}, last day ${cell(expires, 20)}) is ${state}`,
  );
}

/** Suppressions that the summary shows of each gate; verdict.json and the page have all of them. */
const shownSuppressions = 20;

function suppressedLines({ gates }: Verdict): string[] {
  return gates.flatMap(({ gate, suppressed = [] }) => {
    if (suppressed.length === 0) return [];
    const rows = suppressed
      .slice(0, shownSuppressions)
      .map(
        (one) =>
          `- <code>${cell(placeOf(one), 300)}</code> ${cell(one.rule, 100)}: ${cell(one.message, 300)}`,
      );
    const more = suppressed.length - rows.length;
    const rest = more > 0 ? [`- ${counted(more, 'more suppression')}`] : [];
    return [`Suppressed in the source, ${cell(gate, 60)}:`, '', ...rows, ...rest, ''];
  });
}

function weakenedLines({ weakened = [], base }: Verdict): string[] {
  const listOf = (than: Weakening['than'], head: string): string[] => {
    const rows = weakened
      .filter((one) => one.than === than)
      .map(({ setting, text }) => `- \`${cell(setting, 100)}\` ${cell(text, 300)}`);
    return rows.length === 0 ? [] : [head, '', ...rows, ''];
  };
  return [
    ...listOf('defaults', 'Weaker than the defaults, by pipeline\\.json:'),
    ...listOf('base', `Weaker than ${cell(base?.name ?? '', 100)}:`),
    ...(base?.reason === undefined
      ? []
      : [`Not compared with a target branch: ${cell(base.reason, 300)}`, '']),
  ];
}

function facts({ coverage, images }: Verdict): string[] {
  const made = images.filter((image) => image.madeFromPackages === true).length;
  return [
    ...(coverage === undefined
      ? []
      : [
          `Coverage: ${cell(percent(coverage.lines), 10)} % of lines, ${cell(percent(coverage.branches), 10)} % of branches\\.`,
          '',
        ]),
    ...(made === 0
      ? []
      : [`${counted(made, 'image')} made from packages, because no container registry answered\\.`, '']),
  ];
}

/** As many findings as fit, gate by gate, worst first. */
function fit({ gates }: Verdict, roomBytes: number): { text: string; shown: number } {
  const lines: string[] = [];
  let room = roomBytes;
  let shown = 0;
  for (const gate of gates.filter(({ findings }) => findings.length > 0)) {
    const heading = gateHeading(gate);
    room -= bytesOf(heading);
    if (room < 0) break;
    lines.push(heading);
    for (const finding of worstFirst(gate.findings)) {
      const row = findingRow(finding);
      room -= bytesOf(row) + 1;
      if (room < 0) return { text: `${lines.join('\n')}\n`, shown };
      lines.push(row);
      shown += 1;
    }
  }
  return { text: `${lines.join('\n')}\n`, shown };
}

function gateHeading({ gate, findings }: GateResult): string {
  return `\n## ${cell(gate, 60)}: ${counted(findings.length, 'finding')}\n\n| Severity | Where | Rule | What, and what to do |\n| --- | --- | --- | --- |`;
}

function findingRow(finding: Finding): string {
  const place = placeOf(finding);
  const fix = finding.fix === undefined ? '' : ` *${cell(finding.fix, 300)}*`;
  return `| ${finding.severity} | ${place === '' ? '' : `<code>${cell(place, 300)}</code>`} | ${cell(finding.rule, 200)} | ${cell(finding.message, 600)}${fix} |`;
}

/** A cell's text, cut and escaped. */
function cell(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()} [cut]` : text;
  return escapeMarkdown(cut).trim();
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
