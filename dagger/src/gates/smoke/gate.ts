import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { smoke } from './stage.ts';

/** Its place in the pipeline, how it is run, and what shows that it sees what it is for. */
export const smokeGate: Gate = {
  stage: 'smoke',
  gate: 'smoke',
  needs: ['image'],
  files: ['dockerfile'],
  why: 'Starts that very image and uses it, because an image that builds can still not run.',
  images: ['node'],
  tools: ['smoke'],
  commands: ['GET /health', 'node conversation', 'kill -TERM'],
  run: smoke,
  defects,
};
