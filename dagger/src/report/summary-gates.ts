import { baselineLines } from '../verdict/baseline-words.ts';
import type { PartResult, Verdict, Weakening } from '../verdict/model.ts';
import { counted, duration, percent, placeOf, redExceptions, stateOf, stateWords } from './words.ts';
import { cell, marks } from './markdown.ts';

/**
 * Everything about the gates except their findings: the table, red exceptions, suppressions, weakened settings, and the
 * facts of the run.
 */
export function gateLines(verdict: Verdict): string[] {
  return [
    ...gateTable(verdict),
    ...exceptionLines(verdict),
    ...carriedLines(verdict),
    ...suppressedLines(verdict),
    ...weakenedLines(verdict),
    ...facts(verdict),
  ];
}

function gateTable(verdict: Verdict): string[] {
  const rows = verdict.gates.flatMap((gate) => {
    const state = stateOf(gate);
    const why = gate.stoppedBy === undefined ? gate.reason : `stopped by ${gate.stoppedBy}`;
    return [
      `| ${cell(gate.gate, 60)} | ${marks[state]} ${stateWords[state]} | ${duration(gate.durationMs)} | ${cell(why, 300)} |`,
      ...(gate.parts ?? []).map(partRow),
    ];
  });
  const missing = verdict.notConfigured.map(
    ({ gate, reason }) => `| ${cell(gate, 60)} | not configured | | ${cell(reason, 300)} |`,
  );
  return ['| Gate | Verdict | Time | Why |', '| --- | --- | ---: | --- |', ...rows, ...missing, ''];
}

function partRow({ folder, outcome, reason }: PartResult): string {
  return `| ↳ ${cell(folder, 100)} | ${marks[outcome]} ${stateWords[outcome]} | | ${cell(reason, 300)} |`;
}

function exceptionLines(verdict: Verdict): string[] {
  return redExceptions(verdict).map(
    ({ tool, id, owner, expires, state }) =>
      `- 🔴 exception for ${cell(id, 200)} (${cell(tool, 60)}, owner ${cell(owner, 100)}, last day ${cell(expires, 20)}) is ${state}`,
  );
}

/** What the baseline does, and the carried findings by gate; verdict.json and the page have each of them. */
function carriedLines(verdict: Verdict): string[] {
  const mark = verdict.baseline?.state === 'expired' ? '🔴 ' : '';
  const lines = baselineLines(verdict).map((line, index) => `- ${index === 0 ? mark : ''}${cell(line, 300)}`);
  const gates = verdict.gates.flatMap(({ gate, carried = [] }) =>
    carried.length === 0 ? [] : [`- ${cell(gate, 60)}: ${counted(carried.length, 'finding')} carried`],
  );
  return lines.length === 0 ? [] : [...lines, ...gates, ''];
}

/** Suppressions of each gate that the summary shows; verdict.json and the page have all of them. */
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
