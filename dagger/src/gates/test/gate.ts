import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { test } from './stage.ts';

/** Its place in the pipeline, how it is run, and what shows that it sees what it is for. */
export const testGate: Gate = {
  stage: 'test',
  gate: 'test',
  needs: [],
  files: ['lockfile'],
  why: 'Unit and integration tests with coverage, beside the other checks of the source: none waits for another.',
  images: ['node', 'postgres'],
  tools: ['vitest'],
  commands: ['vitest run --coverage --reporter=junit'],
  run: test,
  defects,
};
