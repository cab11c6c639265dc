import type { Gate } from '../gate.ts';
import { withoutDockerfile } from '../nothing-to-check.ts';
import { defects } from './defects.ts';
import { dockerfile } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const dockerfileGate: Gate = {
  stage: 'lint',
  gate: 'dockerfile',
  onlyByName: true,
  needs: [],
  files: ['dockerfile'],
  nothingToCheck: withoutDockerfile,
  why: 'Instructions and shell commands of the Dockerfile that mislead: it reads one file, so it is green or red before a build would begin.',
  images: ['node', 'hadolint'],
  tools: ['hadolint'],
  commands: ['hadolint --format json Dockerfile'],
  isScanner: true,
  run: dockerfile,
  defects,
};
