import type { Gate } from '../gate.ts';
import { codeql } from './stage.ts';

/** The gate's place in the pipeline, and its run. It has no known defects. */
export const codeqlGate: Gate = {
  stage: 'SAST',
  gate: 'codeql',
  needs: [],
  files: [],
  nothingToCheck: ({ configuration: { codeqlLicenceAcknowledged } }) =>
    codeqlLicenceAcknowledged ? undefined : 'pipeline.json does not say codeqlLicenceAcknowledged',
  why: 'Follows data from request to sink across functions and files, which patterns cannot; the slowest reader of the source.',
  images: ['node'],
  tools: ['codeql'],
  commands: ['codeql database create', 'codeql database analyze javascript-security-extended.qls'],
  isScanner: true,
  run: codeql,
  defects: [],
};
