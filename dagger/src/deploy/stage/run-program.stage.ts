import type { Container } from '@dagger.io/dagger';

import { brokenDown } from '../../verdict/evidence.ts';
import type { StepName } from '../proof/model.ts';
import { execFailure } from '../../tools/attempt.stage.ts';
import type { ProgramEnd } from './program-records.ts';
import type { ProgramSettings } from './program-settings.ts';
import { parseRecord, type ProgramRecords } from './record.ts';
import { within } from '../../tools/deadline.ts';

/** The programs, each with its deadline in seconds and the step that fails if the program breaks down. */
const programs = {
  render: { step: 'render', seconds: 300 },
  cluster: { step: 'cluster', seconds: 900 },
  load: { step: 'load-image', seconds: 300 },
  update: { step: 'rollout', seconds: 2400 },
  finish: { step: 'rollback', seconds: 1500 },
} as const satisfies Record<keyof ProgramSettings, { step: StepName; seconds: number }>;

/** A finished program: its record, and the tools container after it. */
export interface ProgramRun<Name extends keyof ProgramSettings> {
  /** Its record; for a program that broke down, only this failure. */
  readonly record: ProgramRecords[Name];
  readonly tools: Container;
}

/** Runs a deployment program. Its settings name this deployment, so that no cache answers for it. */
export async function runProgram<Name extends keyof ProgramSettings>(
  tools: Container,
  name: Name,
  settings: ProgramSettings[Name],
): Promise<ProgramRun<Name>> {
  const { step, seconds } = programs[name];
  const file = `/deploy/${name}.settings.json`;
  const record = `/deploy/records/${name}.json`;
  const ran = tools
    .withNewFile(file, JSON.stringify(settings), { permissions: 0o600 })
    .withExec(within(seconds, ['node', `/programs/deploy/${name}.ts`, file, record]));
  try {
    return { record: parseRecord(name, await ran.file(record).contents()), tools: ran };
  } catch (error) {
    const evidence = execFailure(error);
    if (evidence === undefined) throw error;
    const broken: ProgramEnd = {
      steps: [],
      failure: { step, message: brokenDown(name, evidence), evidence },
    };
    return { record: broken, tools };
  }
}
