import type { Gate } from '../gate.ts';
import { codeql } from './stage.ts';

/** Its place in the pipeline, how it is run, and what shows that it sees what it is for. */
export const codeqlGate: Gate = {
  stage: 'SAST',
  gate: 'codeql',
  needs: [],
  files: [],
  why: 'Follows data from request to sink across functions and files, which patterns cannot; the slowest reader of the source.',
  images: ['node'],
  tools: ['codeql'],
  commands: ['codeql database create', 'codeql database analyze javascript-security-extended.qls'],
  isScanner: true,
  run: codeql,
  defects: [],
};
