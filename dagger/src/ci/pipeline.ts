import { conduct, unasked } from './conductor.ts';
import { compareSettings, requireBase } from './base.stage.ts';
import type { Row } from '../gates/gate.ts';
import { filesFor, gateNames, order, rowsInUse } from '../gates/order.ts';
import { runGate } from '../gates/run.stage.ts';
import { unknownGates } from '../project/arguments.ts';
import { imageUses } from './image-uses.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { revisionName } from '../project/revision.stage.ts';
import { requireSource } from '../project/source.stage.ts';
import { unavailableBy } from '../verdict/evidence.ts';
import { exceptionUses } from '../verdict/exceptions.ts';
import type { Decision, GateResult, Verdict } from '../verdict/model.ts';
import { findingLines, outcomeWord, suppressedLines, verdictTable } from '../verdict/table.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { decisiveGates, exitCodes, verdictOf } from '../verdict/verdict.ts';
import { endWith } from '../tools/ending.stage.ts';

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
  const unknown = unknownGates(allowUnavailable, gateNames);
  if (unknown.length > 0)
    throw new UsageError(`--allow-unavailable: no gate is called ${unknown.join(', ')}`);
  const rows = rowsInUse(project.configuration.gates);
  return runOnSound(rows, project, { allowUnavailable, failFast });
}

/**
 * Runs gates on a source that is known to be sound. Where that could not be found out, no gate is asked, and none may be
 * gone without: where links lead is no gate's affair.
 */
async function runOnSound(rows: readonly Row[], project: Project, options: RunOptions): Promise<Verdict> {
  const names = rows.map(({ gate }) => gate);
  const obstacle = await requireBase(project)
    .then(() => requireSource(project, filesFor(names)))
    .then(() => undefined, asObstacle);
  return obstacle === undefined
    ? runRows(rows, project, options)
    : verdictFor(project, { gates: unasked(rows, obstacle), durationMs: 0 });
}

/** Why the source could not be looked at; what is wrong with it goes on. */
function asObstacle(error: unknown): string {
  if (error instanceof UsageError) throw error;
  return `the source could not be looked at: ${unavailableBy(error).reason}`;
}

/** Runs given gates; what they need must be among them. */
export async function runRows(rows: readonly Row[], project: Project, options: RunOptions): Promise<Verdict> {
  const startedAt = Date.now();
  const gates = await conduct({
    rows,
    run: (gate) => runGate(gate, project),
    allowed: options.allowUnavailable,
    failFast: options.failFast,
    now: () => Date.now(),
    onEnd: options.quiet ? () => undefined : tellRed,
  });
  return verdictFor(project, { gates, durationMs: Date.now() - startedAt });
}

async function verdictFor(project: Project, run: Pick<Verdict, 'gates' | 'durationMs'>): Promise<Verdict> {
  const [revision, images, { base, weakened }] = await Promise.all([
    revisionName(project.repository),
    imageUses(run.gates, project),
    compareSettings(project),
  ]);
  const { project: name, exceptions, gates } = project.configuration;
  const notConfigured = gateNames.filter((gate) => !gates.includes(gate));
  const today = project.hour.slice(0, 10);
  return verdictOf({
    ...{ project: name, revision, notConfigured, images, ...run },
    ...{ base, weakened },
    exceptions: exceptionUses(exceptions, { gates: run.gates, today, rows: order }),
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
  if (gates.length === 0) return 'pipeline.json names no gate of these';
  return gates.every((gate) => gate.outcome === 'unavailable')
    ? 'nothing was checked: every gate was allowed to be unavailable'
    : 'exceptions that are expired or match nothing';
}

/**
 * One gate by itself: what it says when it passed, else its findings and its exit code. What keeps it from being asked at
 * all makes it unavailable, as it does among others.
 * @throws UsageError when the source lacks what the gate needs
 */
export async function gateOrEnd(gate: string, project: Project): Promise<string> {
  const decision = await requireSource(project, filesFor([gate]))
    .then(() => runGate(gate, project))
    .catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      return unavailableBy(error);
    });
  const text = decisionText(gate, decision);
  if (decision.outcome === 'passed') return text;
  const message = `${gate}: ${decision.outcome}: ${decision.reason}`;
  return endWith({ exitCode: exitCodes[decision.outcome], message, output: text });
}

/**
 * All gates of a stage, side by side, without what stands before them.
 * @throws UsageError when the source is wrong
 */
export async function stageOrEnd(stage: string, project: Project): Promise<string> {
  const gates = rowsInUse(project.configuration.gates).filter((row) => row.stage === stage);
  const rows = gates.map((row) => ({ ...row, needs: [] }));
  return tableOrEnd(await runOnSound(rows, project, { allowUnavailable: [], failFast: false }));
}

function decisionText(gate: string, decision: Decision): string {
  const head = `${gate}: ${decision.outcome}: ${decision.reason}`;
  const lines = [head, ...findingLines({ gate, ...decision }), ...suppressedLines({ gate, ...decision })];
  return `${lines.join('\n')}\n`;
}

/** Prints a red gate's findings at once, while others still run. */
function tellRed(result: GateResult): void {
  if (result.outcome === 'passed') return;
  const lines = [`${result.gate}: ${outcomeWord(result)}: ${result.reason}`, ...findingLines(result)];
  console.error(lines.join('\n'));
}
