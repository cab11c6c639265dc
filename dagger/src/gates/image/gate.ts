import type { Gate } from '../gate.ts';
import { defects } from './defects.ts';
import { image } from './stage.ts';

/** Its place in the pipeline, how it is run, and what shows that it sees what it is for. */
export const imageGate: Gate = {
  stage: 'image',
  gate: 'image',
  needs: ['lint', 'dockerfile', 'semgrep', 'codeql', 'audit', 'test'],
  files: ['dockerfile'],
  why: 'Builds what will be shipped; only from a source that every earlier gate has passed.',
  images: ['golang'],
  tools: ['image'],
  commands: [
    'docker build --build-arg REVISION --build-arg VERSION --build-arg CREATED --build-arg SOURCE .',
  ],
  run: image,
  defects,
};
