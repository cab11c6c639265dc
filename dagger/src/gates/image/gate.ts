import type { Gate } from '../gate.ts';
import { withoutDockerfile } from '../nothing-to-check.ts';
import { defects } from './defects.ts';
import { image } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const imageGate: Gate = {
  stage: 'image',
  gate: 'image',
  needs: ['lint', 'dockerfile', 'semgrep', 'codeql', 'audit', 'test'],
  files: ['dockerfile'],
  nothingToCheck: withoutDockerfile,
  why: 'Builds what will be shipped; only from a source that every earlier gate has passed.',
  images: ['golang'],
  tools: ['image'],
  commands: [
    'docker build --build-arg REVISION --build-arg VERSION --build-arg CREATED --build-arg SOURCE .',
  ],
  run: image,
  defects,
};
