import { unavailable, unavailableBy } from '../verdict/evidence.ts';
import type { Decision, GateResult } from '../verdict/model.ts';
import type { Row } from '../gates/gate.ts';
import { isGreen } from '../verdict/verdict.ts';

/** Options of {@link conduct}. */
export interface ConductOptions {
  /** The gates in use, each after those that it needs. */
  readonly rows: readonly Row[];
  /** Runs a gate and returns its decision. An error makes the gate unavailable. */
  readonly run: (gate: string) => Promise<Decision>;
  /** Gates that are allowed to be unavailable in this run. */
  readonly allowed: readonly string[];
  /** Stops waiting for other gates as soon as one fails. */
  readonly failFast: boolean;
  /** Starts each gate once those that it needs have ended, however they ended: for what each of them would say. */
  readonly regardless?: boolean;
  /** The time in milliseconds, by a clock that only goes forward. */
  readonly now: () => number;
  /** Called at the end of each gate, so that findings are printed at once. */
  readonly onEnd: (result: GateResult) => void;
}

/**
 * Runs the gates, each as soon as the gates that it needs are green. A failed gate stops those that depend on it; gates that already run
 * finish, because their findings are useful too, unless the caller asked to fail fast.
 * @returns one result per row, in the order of the rows
 */
export async function conduct(options: ConductOptions): Promise<GateResult[]> {
  const startedAt = options.now();
  const ended = new Map<string, Promise<GateResult>>();
  const redGate = Promise.withResolvers<string>();
  for (const row of options.rows) {
    const needs = row.needs.flatMap((need) => ended.get(need) ?? []);
    const result = runWhenGreen({ row, needs, options, startedAt }).then((end) => {
      if (end.outcome === 'failed') redGate.resolve(end.gate);
      return end;
    });
    ended.set(
      row.gate,
      options.failFast ? Promise.race([result, abandon(row, result, redGate.promise)]) : result,
    );
  }
  return Promise.all(ended.values());
}

/** The results of gates that did not start, because a step before all of them was not possible. */
export function unavailableResults(rows: readonly Row[], reason: string): GateResult[] {
  return rows.map(({ gate, stage, needs }) => ({
    gate,
    stage,
    needs,
    ...unavailable(reason),
    allowed: false,
  }));
}

interface PendingGate {
  readonly row: Row;
  readonly needs: readonly Promise<GateResult>[];
  readonly options: ConductOptions;
  readonly startedAt: number;
}

async function runWhenGreen({ row, needs, options, startedAt }: PendingGate): Promise<GateResult> {
  const blocker = (await Promise.all(needs)).find((result) => !isGreen(result));
  if (blocker !== undefined && options.regardless !== true) return stopped(row, blocker);
  const startMs = options.now() - startedAt;
  const decision = await options.run(row.gate).catch(unavailableBy);
  const result: GateResult = {
    gate: row.gate,
    stage: row.stage,
    needs: row.needs,
    ...decision,
    allowed: decision.outcome === 'unavailable' && options.allowed.includes(row.gate),
    startMs,
    durationMs: options.now() - startedAt - startMs,
  };
  options.onEnd(result);
  return result;
}

/** The result of a gate that never started, because a gate that it needs failed or was itself stopped. */
function stopped({ gate, stage, needs }: Row, blocker: GateResult): GateResult {
  const stoppedBy = blocker.stoppedBy ?? blocker.gate;
  return {
    gate,
    stage,
    needs,
    ...unavailable(`did not run: ${stoppedBy} is not green`),
    allowed: false,
    stoppedBy,
  };
}

/** Abandons a running gate as soon as another one fails. */
async function abandon(
  { gate, stage }: Row,
  own: Promise<GateResult>,
  red: Promise<string>,
): Promise<GateResult> {
  const stoppedBy = await red;
  if (stoppedBy === gate) return own;
  return {
    gate,
    stage,
    ...unavailable(`given up, because ${stoppedBy} failed first`),
    allowed: false,
    stoppedBy,
  };
}
