import type { Gate } from '../gate.ts';
import { withoutDockerfile } from '../nothing-to-check.ts';
import { defects } from './defects.ts';
import { smoke } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const smokeGate: Gate = {
  stage: 'smoke',
  gate: 'smoke',
  needs: ['image'],
  files: ['dockerfile'],
  nothingToCheck: withoutDockerfile,
  why: 'Starts that very image and uses it, because an image that builds can still not run.',
  images: ['node'],
  tools: ['smoke'],
  commands: ['GET /health', 'node conversation', 'kill -TERM'],
  run: smoke,
  defects,
};
