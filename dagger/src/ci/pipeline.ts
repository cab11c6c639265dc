import { type Base, findBase } from './base.stage.ts';
import { conduct, unavailableResults } from './conductor.ts';
import { endingOfDecision } from './ending.ts';
import { verdictFor } from './verdict.stage.ts';
import type { Row } from '../gates/gate.ts';
import { filesFor, gateNames, rowsInUse } from '../gates/order.ts';
import { runGate } from '../gates/run.stage.ts';
import { unknownGates } from '../project/arguments.ts';
import type { Project } from '../project/project.stage.ts';
import { requireSource } from '../project/source.stage.ts';
import type { Ending } from '../verdict/ending.ts';
import { unavailableBy } from '../verdict/evidence.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import { findingLines, outcomeWord } from '../verdict/table.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Options of a run. */
export interface RunOptions {
  /** Gates that are allowed to be unavailable. */
  readonly allowUnavailable: readonly string[];
  readonly failFast: boolean;
  /** Prints no findings while gates still run. */
  readonly quiet?: boolean;
  /** Runs each gate in its turn even where one that it needs is not green. */
  readonly regardless?: boolean;
}

/** Gates that are ready to run, on a source that was checked. */
export interface GateRun {
  readonly project: Project;
  readonly rows: readonly Row[];
  readonly options: RunOptions;
  /** The target branch, to compare settings with. */
  readonly base: Base;
  /** Why the source could not be checked. Then no gate runs, and none is allowed to be unavailable. */
  readonly obstacle: string | undefined;
}

/**
 * Checks the arguments and the source, and answers the gates that are to run.
 * @param rows Default: the gates that the project uses.
 * @throws UsageError when an argument or the source is wrong
 */
export async function prepareGates(
  project: Project,
  options: RunOptions,
  rows: readonly Row[] = rowsInUse(project.gates),
): Promise<GateRun> {
  const unknown = unknownGates(options.allowUnavailable, gateNames);
  if (unknown.length > 0)
    throw new UsageError(`--allow-unavailable: no gate is called ${unknown.join(', ')}`);
  const needed = filesFor(rows.map(({ gate }) => gate));
  const base = await findBase(project);
  const obstacle = await requireSource(project, needed).then(() => undefined, obstacleOf);
  return { project, rows, options, base, obstacle };
}

/** Why the source could not be checked. An error in the source itself is thrown on. */
function obstacleOf(error: unknown): string {
  if (error instanceof UsageError) throw error;
  return `the source could not be checked: ${unavailableBy(error).reason}`;
}

/** Runs the gates in the order of the table. */
export async function runGates({ project, rows, options, base, obstacle }: GateRun): Promise<Verdict> {
  const startedAt = Date.now();
  const gates =
    obstacle === undefined
      ? await conduct({
          rows,
          run: (gate) => runGate(gate, project),
          allowed: options.allowUnavailable,
          failFast: options.failFast,
          regardless: options.regardless ?? false,
          now: () => Date.now(),
          onEnd: options.quiet ? () => undefined : printFailedGate,
        })
      : unavailableResults(rows, obstacle);
  return verdictFor(project, { base, gates, durationMs: Date.now() - startedAt });
}

/**
 * Runs all gates that the project uses.
 * @throws UsageError when an argument or the source is wrong
 */
export async function runAll(project: Project, options: RunOptions): Promise<Verdict> {
  return runGates(await prepareGates(project, options));
}

/**
 * Runs one gate by itself: its reason and, if it is not green, its findings. An error before it makes
 * it unavailable, as in a full run.
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
 * Runs all gates of a stage in parallel, without the gates that they need.
 * @throws UsageError when the source is wrong
 */
export async function runStage(stage: string, project: Project): Promise<Verdict> {
  const gates = rowsInUse(project.gates).filter((row) => row.stage === stage);
  const rows = gates.map((row) => ({ ...row, needs: [] }));
  return runGates(await prepareGates(project, { allowUnavailable: [], failFast: false }, rows));
}

/** Prints the findings of a gate that is not green at once, while others still run. */
function printFailedGate(result: GateResult): void {
  if (result.outcome === 'passed') return;
  const lines = [`${result.gate}: ${outcomeWord(result)}: ${result.reason}`, ...findingLines(result)];
  console.error(lines.join('\n'));
}
