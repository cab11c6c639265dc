import { getTracer } from '@dagger.io/dagger/telemetry';

import type { Decision } from '../verdict/model.ts';
import { audit } from './audit/stage.ts';
import { codeql } from './codeql/stage.ts';
import { dockerfile } from './dockerfile/stage.ts';
import { image } from './image/stage.ts';
import { lint } from './lint/stage.ts';
import type { Project } from '../project/project.stage.ts';
import { scanConfig, scanSecrets, scanVulnerabilities } from './scan/stage.ts';
import { semgrep } from './semgrep/stage.ts';
import { smoke } from './smoke/stage.ts';
import { test } from './test/stage.ts';

/** How each gate of the order is run. */
const gates: Readonly<Record<string, (project: Project) => Promise<Decision>>> = {
  ...{ lint, dockerfile, semgrep, codeql, audit, test, image, smoke },
  'scan-vulnerabilities': scanVulnerabilities,
  'scan-config': scanConfig,
  'scan-secrets': scanSecrets,
};

/** Carries a decision that is not green out of a span, so that the span shows as failed. */
class NotGreen extends Error {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(decision.reason);
    this.decision = decision;
  }
}

/** Runs a gate under a span of its own name, which is how a stage, its outcome and its time become visible. */
export async function runGate(gate: string, project: Project): Promise<Decision> {
  const run = gates[gate];
  if (run === undefined) throw new Error(`the gate ${gate} stands in the order, but nothing runs it`);
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

/** Names of the gates that can be run. */
export const runnableGates: readonly string[] = Object.keys(gates);
