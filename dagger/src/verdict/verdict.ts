import { redExceptions } from './exceptions.ts';
import type {
  BaselineUse,
  BaseUse,
  Coverage,
  ExceptionUse,
  GateResult,
  ImageUse,
  NotConfigured,
  Outcome,
  Verdict,
  Weakening,
} from './model.ts';

/** The results of a run and the facts that its verdict is decided from. */
export interface FinishedRun {
  readonly project: string;
  readonly revision: string;
  /** Gates that the project does not have, whether this run was asked for others or not. */
  readonly notConfigured: readonly NotConfigured[];
  readonly gates: readonly GateResult[];
  readonly images: readonly ImageUse[];
  readonly coverage?: Coverage;
  readonly exceptions: readonly ExceptionUse[];
  readonly baseline?: BaselineUse;
  readonly weakened?: readonly Weakening[];
  readonly base?: BaseUse;
  readonly durationMs: number;
}

/** Exit codes of the pipeline; 2 is for arguments and configuration that are wrong, before anything runs. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, unavailable: 3 } as const;

/**
 * The verdict over all gates: one that failed outweighs one that was unavailable, and only what the caller allowed
 * to be unavailable is let through. An exception that is expired or matches nothing is a failure of its own, and so is a
 * baseline whose last day is over. A run in which no gate passed is unavailable: nothing was checked.
 */
export function verdictOf(run: FinishedRun): Verdict {
  const outcome = redEntries(run).length > 0 ? 'failed' : outcomeOf(run.gates);
  return { schemaVersion: 1, ...run, outcome, exitCode: exitCodes[outcome] };
}

/** What makes a verdict red beside its gates, each in words: exceptions that are stale, a baseline that is over. */
export function redEntries({
  exceptions = [],
  baseline,
}: Pick<Verdict, 'exceptions' | 'baseline'>): string[] {
  const stale = redExceptions(exceptions).map(({ id }) => id);
  return [
    ...(stale.length === 0 ? [] : [`exceptions that are expired or match nothing: ${stale.join(', ')}`]),
    ...(baseline?.state === 'expired'
      ? [`the last day of pipeline.baseline.json is over: ${baseline.until}, owner ${baseline.owner}`]
      : []),
  ];
}

function outcomeOf(gates: readonly GateResult[]): Outcome {
  if (gates.some((gate) => gate.outcome === 'failed')) return 'failed';
  if (gates.some((gate) => !isGreen(gate))) return 'unavailable';
  // Allowed gaps do not make a run green in which no gate passed: nothing was checked.
  return gates.some((gate) => gate.outcome === 'passed') ? 'passed' : 'unavailable';
}

/** Whether what depends on this gate may start: it passed, or the caller allowed it to be unavailable. */
export function isGreen(result: Pick<GateResult, 'outcome' | 'allowed'>): boolean {
  return result.outcome === 'passed' || (result.outcome === 'unavailable' && result.allowed);
}

/** The gates that the verdict's outcome comes from; those that another one stopped are not among them. */
export function decisiveGates({ gates, outcome }: Pick<Verdict, 'gates' | 'outcome'>): GateResult[] {
  if (outcome === 'passed') return [];
  return gates.filter((gate) => gate.outcome === outcome && !gate.allowed && gate.stoppedBy === undefined);
}
