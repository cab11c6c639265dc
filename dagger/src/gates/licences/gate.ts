import { edited } from '../defect.ts';
import type { Gate } from '../gate.ts';
import { withoutDockerfile } from '../nothing-to-check.ts';
import { licences } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const licencesGate: Gate = {
  stage: 'scan',
  gate: 'licences',
  onlyByName: true,
  needs: ['image'],
  files: ['dockerfile'],
  nothingToCheck: withoutDockerfile,
  why: 'Licences of the packages that will be shipped, before anybody gets them: it needs the image, and no database.',
  images: ['trivy'],
  tools: ['trivy-licences'],
  isScanner: true,
  commands: ['trivy image --scanners license --list-all-pkgs --format json'],
  run: licences,
  defects: [
    edited('a licence that nobody allowed', ['licences'], 'package.json', [
      '"license": "MIT"',
      '"license": "AGPL-3.0-only"',
    ]),
  ],
};
