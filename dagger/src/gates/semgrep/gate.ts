import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { semgrep } from './stage.ts';

/** Its place in the pipeline, how it is run, and what shows that it sees what it is for. */
export const semgrepGate: Gate = {
  stage: 'SAST',
  gate: 'semgrep',
  needs: [],
  files: [],
  why: 'Insecure patterns in the code, by rules under version control: it reads the source alone, so it waits for nothing.',
  images: ['semgrep'],
  tools: ['semgrep'],
  commands: ['semgrep scan --config rules --metrics=off --json-output --sarif-output .'],
  isScanner: true,
  run: semgrep,
  defects,
};
