import type { Container } from '@dagger.io/dagger';

import { brokenDown } from '../../verdict/evidence.ts';
import type { StepName } from '../proof/model.ts';
import { execFailure } from '../../tools/attempt.stage.ts';
import { parseRecord, type ProgramRecord } from './record.ts';
import { within } from '../../tools/deadline.ts';

/** The programs, each with the step that a breakdown of it is counted to and the seconds that it may take at most. */
const programs = {
  cluster: { step: 'cluster', seconds: 900 },
  load: { step: 'load-image', seconds: 300 },
  update: { step: 'rollout', seconds: 1500 },
  finish: { step: 'rollback', seconds: 900 },
} as const satisfies Record<string, { step: StepName; seconds: number }>;

/** A program that has run: what it saw, and the tools with what it left in them. */
export interface Ran {
  readonly record: ProgramRecord;
  readonly tools: Container;
}

/**
 * Runs a deployment program. Its settings name this deployment, so that no cache answers for it.
 * @returns its record; of a program that broke down, one with that as its failure
 */
export async function runProgram(
  tools: Container,
  name: keyof typeof programs,
  settings: Readonly<Record<string, unknown>>,
): Promise<Ran> {
  const { step, seconds } = programs[name];
  const file = `/deploy/${name}.settings.json`;
  const record = `/deploy/records/${name}.json`;
  const ran = tools
    .withNewFile(file, JSON.stringify(settings), { permissions: 0o600 })
    .withExec(within(seconds, ['node', `/programs/${name}.js`, file, record]));
  try {
    return { record: parseRecord(await ran.file(record).contents()), tools: ran };
  } catch (error) {
    const evidence = execFailure(error);
    if (evidence === undefined) throw error;
    return {
      record: { steps: [], failure: { step, message: brokenDown(name, evidence), evidence }, rest: {} },
      tools,
    };
  }
}
