import type { RunGates } from './propose-baseline.ts';
import type { Proposal } from './proposal.ts';
import { carriedToolsOf } from '../gates/order.ts';
import { factsText } from '../project/facts/table.ts';
import type { ProjectFacts } from '../project/facts/facts.ts';
import { carry } from '../verdict/baseline.ts';
import type { Decision, GateResult, Verdict } from '../verdict/model.ts';
import { plainLine, withoutCommands } from '../verdict/plain-text.ts';
import { columns, findingLines, outcomeWord, verdictTable } from '../verdict/table.ts';

/** What `adopt` tells of: the project, its gates, and what is proposed. */
export interface Adopted {
  readonly facts: ProjectFacts;
  readonly verdict: Verdict;
  readonly rows: RunGates['rows'];
  readonly proposal: Proposal;
  /** The day of the run, as YYYY-MM-DD. */
  readonly today: string;
}

/** Most findings of a gate that are shown among what stays. */
const shownFindings = 5;

/** What was found, what every gate says, what is proposed, and what is not green with it: for the person who decides. */
export function adoptText(adopted: Adopted): string {
  const { facts, verdict, proposal } = adopted;
  const files = proposal.files.map(({ path, why }) => [`  ${plainLine(path)}`, plainLine(why)]);
  return [
    ['What was found:', indented(factsText(facts))],
    ['What every gate says today:', indented(verdictTable(verdict))],
    ['What is proposed:', files.length === 0 ? '  nothing' : columns(files).join('\n')],
    ...section('What is not green with that:', whatStays(adopted)),
    ...section('What is left to you:', leftToYou(adopted)),
  ]
    .map(([heading = '', text = '']) => `${heading}\n\n${text}\n`)
    .map(withoutCommands)
    .join('\n');
}

function section(heading: string, lines: readonly string[]): string[][] {
  return lines.length === 0 ? [] : [[heading, indented(lines.join('\n'))]];
}

/** Gates that are not green with the proposal, each with its reason and its first findings; those of one reason together. */
function whatStays(adopted: Adopted): string[] {
  const stays = new Map<string, string[]>();
  for (const gate of adopted.verdict.gates) {
    const then = { ...gate, ...afterwards(gate, adopted) };
    if (then.outcome === 'passed') continue;
    const why = [`${outcomeWord(then)}: ${plainLine(then.reason, 300)}`, ...firstFindings(then)].join('\n  ');
    stays.set(why, [...(stays.get(why) ?? []), then.gate]);
  }
  return [...stays].map(([why, gates]) => `${gates.join(', ')}: ${why}`);
}

function firstFindings({ gate, findings }: GateResult): string[] {
  const all = findingLines({ gate, findings }).map((line) => plainLine(line, 200));
  const more = all.length - shownFindings;
  return [...all.slice(0, shownFindings), ...(more > 0 ? [`... and ${String(more)} more`] : [])];
}

/** A gate's decision with the baseline and the coverage that are proposed. */
function afterwards(gate: GateResult, { rows, proposal, today }: Adopted): Decision {
  const row = rows.find((one) => one.gate === gate.gate);
  if (row === undefined) return gate;
  const { baseline, lowersCoverage } = proposal;
  const isCoverage = gate.findings.length > 0 && gate.findings.every(({ rule }) => rule === 'coverage-lines');
  if (isCoverage && lowersCoverage) return { ...gate, outcome: 'passed', findings: [] };
  return carry(gate, { baseline, tools: carriedToolsOf(row), isScanner: row.isScanner === true, today });
}

function leftToYou({ facts, verdict, proposal }: Adopted): string[] {
  const scripted = verdict.gates
    .flatMap(({ findings }) => findings)
    .filter(({ rule, tool }) => tool === 'lockfile' && rule === 'install-script')
    .flatMap(({ dependency }) => dependency?.name ?? []);
  const isTested = verdict.gates.every(({ gate, outcome }) => gate !== 'test' || outcome === 'passed');
  const names = facts.environment.flatMap(({ value }) => value.names);
  return [
    ...proposal.remarks,
    ...(scripted.length === 0
      ? []
      : [
          `what may run code on installation is not proposed: read the scripts of ${listOf(scripted)}, then name in audit.installScripts those that are needed`,
        ]),
    ...(isTested || names.length === 0
      ? []
      : [
          `${listOf(facts.environment.map(({ value }) => value.file))} names variables that tests may need: ${listOf(names)}`,
        ]),
  ].map((line) => plainLine(line));
}

function listOf(names: readonly string[]): string {
  const all = [...new Set(names)];
  const shown = all.slice(0, 10).join(', ');
  return all.length > 10 ? `${shown} and ${String(all.length - 10)} more` : shown;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
