import { conduct } from './conductor.ts';
import { images } from './images.ts';
import { runGate } from './stages/gates.ts';
import type { Project } from './stages/project.ts';
import { revisionName } from './stages/revision.ts';
import { requireBuildable } from './stages/source.ts';
import { exceptionUses } from './verdict/exceptions.ts';
import { baseImages } from './verdict/image.ts';
import type { Decision, GateResult, ImageUse, Verdict } from './verdict/model.ts';
import { type Row, rowsInUse, unknownGates } from './verdict/order.ts';
import { findingLines, outcomeWord, verdictTable } from './verdict/table.ts';
import { UsageError } from './verdict/usage-error.ts';
import { decisiveGates, exitCodes, verdictOf } from './verdict/verdict.ts';
import { endWith } from './ending.ts';

/** How a run is to go. */
export interface RunOptions {
  /** Gates that the run may go without. */
  readonly allowUnavailable: readonly string[];
  readonly failFast: boolean;
  /** Prints no findings while gates still run. */
  readonly quiet?: boolean;
}

/**
 * Runs all gates that the project uses, in the order of the table.
 * @throws UsageError when an argument or the source is wrong
 */
export async function runAll(project: Project, { allowUnavailable, failFast }: RunOptions): Promise<Verdict> {
  const unknown = unknownGates(allowUnavailable);
  if (unknown.length > 0)
    throw new UsageError(`--allow-unavailable: no gate is called ${unknown.join(', ')}`);
  const rows = rowsInUse(project.configuration.gates);
  await requireBuildable(project);
  return runRows(rows, project, { allowUnavailable, failFast });
}

/** Runs given gates; what they need must be among them. */
export async function runRows(rows: readonly Row[], project: Project, options: RunOptions): Promise<Verdict> {
  const startedAt = Date.now();
  const [gates, revision, dockerfile] = await Promise.all([
    conduct({
      rows,
      run: (gate) => runGate(gate, project),
      allowed: options.allowUnavailable,
      failFast: options.failFast,
      now: () => Date.now(),
      onEnd: options.quiet ? () => undefined : tellRed,
    }),
    revisionName(project.source),
    dockerfileOf(project, rows),
  ]);
  const durationMs = Date.now() - startedAt;
  const { project: name, exceptions, gates: configured } = project.configuration;
  const uses = exceptionUses(exceptions, { gates, today: project.hour.slice(0, 10) });
  return verdictOf({
    ...{ project: name, revision, configured, gates, durationMs },
    images: [...imagesOf(rows), ...baseImages(dockerfile).map(asBase)],
    exceptions: uses,
  });
}

/** The verdict's table when all is green; else ends with the verdict's exit code, table and findings. */
export async function tableOrEnd(verdict: Verdict): Promise<string> {
  const table = verdictTable(verdict);
  if (verdict.exitCode === exitCodes.passed) return table;
  const red = decisiveGates(verdict);
  const names = red.map((gate) => gate.gate).join(', ');
  const message = `${verdict.outcome}: ${names === '' ? withoutRedGate(verdict) : names}`;
  const output = `${[...red.flatMap(findingLines), '', table].join('\n')}\n`;
  return endWith({ exitCode: verdict.exitCode, message, output });
}

/** Why a run is not green in which no gate is red. */
function withoutRedGate({ gates }: Verdict): string {
  return gates.length === 0
    ? 'pipeline.json names no gate of these'
    : 'exceptions that are expired or match nothing';
}

/** One gate by itself: what it says when it passed, else its findings and its exit code. */
export async function gateOrEnd(gate: string, project: Project): Promise<string> {
  const decision = await runGate(gate, project);
  const text = decisionText(gate, decision);
  if (decision.outcome === 'passed') return text;
  const message = `${gate}: ${decision.outcome}: ${decision.reason}`;
  return endWith({ exitCode: exitCodes[decision.outcome], message, output: text });
}

/** All gates of a stage, side by side, without what stands before them. */
export async function stageOrEnd(stage: string, project: Project): Promise<string> {
  const gates = rowsInUse(project.configuration.gates).filter((row) => row.stage === stage);
  const rows = gates.map((row) => ({ ...row, needs: [] }));
  return tableOrEnd(await runRows(rows, project, { allowUnavailable: [], failFast: false }));
}

function decisionText(gate: string, decision: Decision): string {
  const head = `${gate}: ${decision.outcome}: ${decision.reason}`;
  return `${[head, ...findingLines({ gate, ...decision })].join('\n')}\n`;
}

/** Prints a red gate's findings at once, while others still run. */
function tellRed(result: GateResult): void {
  if (result.outcome === 'passed') return;
  const lines = [`${result.gate}: ${outcomeWord(result)}: ${result.reason}`, ...findingLines(result)];
  console.error(lines.join('\n'));
}

/** The Dockerfile's text where a gate builds by it; none otherwise. */
function dockerfileOf({ source, dockerfile }: Project, rows: readonly Row[]): Promise<string> {
  const builds = rows.some((row) => row.gate === 'image');
  return builds ? source.file(dockerfile).contents() : Promise.resolve('');
}

function asBase(reference: string): ImageUse {
  return { reference, purpose: 'base of the image' };
}

function imagesOf(rows: readonly Row[]): ImageUse[] {
  const names = [...new Set(rows.flatMap((row) => row.images))];
  return names.map((name) => ({ reference: images[name], purpose: purposeOf(name, rows) }));
}

function purposeOf(name: Row['images'][number], rows: readonly Row[]): string {
  return rows
    .filter((row) => row.images.includes(name))
    .map((row) => row.gate)
    .join(', ');
}
