import { getTracer } from '@dagger.io/dagger/telemetry';

import type { Project } from '../project/project.stage.ts';
import type { Decision } from '../verdict/model.ts';
import { order } from './order.ts';

/** Carries a decision that is not green out of a span, so that the span is shown as failed. */
class NotGreen extends Error {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(decision.reason);
    this.decision = decision;
  }
}

/** Runs a gate and returns its decision. A span with the gate's name makes the stage, its outcome and its time visible. */
export async function runGate(gate: string, project: Project): Promise<Decision> {
  const run = order.find((one) => one.gate === gate)?.run;
  if (run === undefined) throw new Error(`no gate is called ${gate}`);
  try {
    return await getTracer().startActiveSpan(gate, async (span) => {
      const decision = await run(project);
      span.setAttribute('state', decision.outcome);
      if (decision.outcome !== 'passed') throw new NotGreen(decision);
      return decision;
    });
  } catch (error) {
    if (error instanceof NotGreen) return error.decision;
    throw error;
  }
}
