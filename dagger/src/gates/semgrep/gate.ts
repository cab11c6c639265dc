import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { semgrep } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
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
