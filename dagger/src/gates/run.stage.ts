import { getTracer } from '@dagger.io/dagger/telemetry';

import type { Project } from '../project/project.stage.ts';
import { carry, type Carrying } from '../verdict/baseline.ts';
import type { Decision } from '../verdict/model.ts';
import type { Gate } from './gate.ts';
import { carriedToolsOf, order } from './order.ts';

/** Carries a decision that is not green out of a span, so that the span is shown as failed. */
class NotGreen extends Error {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(decision.reason);
    this.decision = decision;
  }
}

/**
 * Runs a gate and returns its decision, without what the project's baseline carries. A span with the gate's name makes the
 * stage, its outcome and its time visible.
 */
export async function runGate(gate: string, project: Project): Promise<Decision> {
  const row = order.find((one) => one.gate === gate);
  if (row === undefined) throw new Error(`no gate is called ${gate}`);
  try {
    return await getTracer().startActiveSpan(gate, async (span) => {
      const decision = carry(await row.run(project), carryingOf(row, project));
      span.setAttribute('state', decision.outcome);
      if (decision.outcome !== 'passed') throw new NotGreen(decision);
      return decision;
    });
  } catch (error) {
    if (error instanceof NotGreen) return error.decision;
    throw error;
  }
}

function carryingOf(row: Gate, { baseline, hour }: Project): Carrying {
  return {
    baseline,
    tools: carriedToolsOf(row),
    isScanner: row.isScanner === true,
    today: hour.slice(0, 10),
  };
}
