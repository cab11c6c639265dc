import { conduct, unasked } from './conductor.ts';
import { compareSettings, requireBase } from './base.stage.ts';
import type { Row } from '../gates/gate.ts';
import { filesFor, gateNames, order, rowsInUse } from '../gates/order.ts';
import { runGate } from '../gates/run.stage.ts';
import { unknownGates } from '../project/arguments.ts';
import { imageUses } from './image-uses.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { requireSource } from '../project/source.stage.ts';
import { unavailableBy } from '../verdict/evidence.ts';
import { exceptionUses } from '../verdict/exceptions.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import { findingLines, outcomeWord } from '../verdict/table.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { verdictOf } from '../verdict/verdict.ts';
import type { Ending } from '../verdict/ending.ts';
import { endingOfDecision } from './ending.ts';

/** How a run is to go. */
export interface RunOptions {
  /** Gates that the run may go without. */
  readonly allowUnavailable: readonly string[];
  readonly failFast: boolean;
  /** Prints no findings while gates still run. */
  readonly quiet?: boolean;
}

/** Gates that are to run, on a source that was looked at. */
export interface GateRun {
  readonly project: Project;
  readonly rows: readonly Row[];
  readonly options: RunOptions;
  /** Why the source could not be looked at: then no gate is asked, and none may be gone without. */
  readonly obstacle: string | undefined;
}

/**
 * The gates that the project uses, once arguments and source are known to be sound.
 * @throws UsageError when an argument or the source is wrong
 */
export async function prepareGates(project: Project, options: RunOptions): Promise<GateRun> {
  const unknown = unknownGates(options.allowUnavailable, gateNames);
  if (unknown.length > 0)
    throw new UsageError(`--allow-unavailable: no gate is called ${unknown.join(', ')}`);
  return onSound(rowsInUse(project.configuration.gates), project, options);
}

/** Runs the gates in the order of the table. */
export async function runGates({ project, rows, options, obstacle }: GateRun): Promise<Verdict> {
  return obstacle === undefined
    ? runRows(rows, project, options)
    : verdictFor(project, { gates: unasked(rows, obstacle), durationMs: 0 });
}

/**
 * Runs all gates that the project uses.
 * @throws UsageError when an argument or the source is wrong
 */
export async function runAll(project: Project, options: RunOptions): Promise<Verdict> {
  return runGates(await prepareGates(project, options));
}

async function onSound(rows: readonly Row[], project: Project, options: RunOptions): Promise<GateRun> {
  const names = rows.map(({ gate }) => gate);
  const obstacle = await requireBase(project)
    .then(() => requireSource(project, filesFor(names)))
    .then(() => undefined, asObstacle);
  return { project, rows, options, obstacle };
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
    project.revision(),
    imageUses(run.gates, project),
    compareSettings(project),
  ]);
  const { project: name, exceptions, gates } = project.configuration;
  const notConfigured = gateNames.filter((gate) => !gates.includes(gate));
  const today = project.hour.slice(0, 10);
  return verdictOf({
    ...run,
    project: name,
    revision: revision.name,
    notConfigured,
    images,
    base,
    weakened,
    exceptions: exceptionUses(exceptions, { gates: run.gates, today, rows: order }),
  });
}

/**
 * One gate by itself: what it says, with its findings where it is not green. What keeps it from being asked at all makes
 * it unavailable, as it does among others.
 * @throws UsageError when the source lacks what the gate needs
 */
export async function runOneGate(gate: string, project: Project): Promise<Ending> {
  const decision = await requireSource(project, filesFor([gate]))
    .then(() => runGate(gate, project))
    .catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      return unavailableBy(error);
    });
  return endingOfDecision(gate, decision);
}

/**
 * All gates of a stage, side by side, without what stands before them.
 * @throws UsageError when the source is wrong
 */
export async function runStage(stage: string, project: Project): Promise<Verdict> {
  const gates = rowsInUse(project.configuration.gates).filter((row) => row.stage === stage);
  const rows = gates.map((row) => ({ ...row, needs: [] }));
  return runGates(await onSound(rows, project, { allowUnavailable: [], failFast: false }));
}

/** Prints a red gate's findings at once, while others still run. */
function tellRed(result: GateResult): void {
  if (result.outcome === 'passed') return;
  const lines = [`${result.gate}: ${outcomeWord(result)}: ${result.reason}`, ...findingLines(result)];
  console.error(lines.join('\n'));
}
