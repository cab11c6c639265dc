import type { Gate } from '../gate.ts';
import { withoutDockerfile } from '../nothing-to-check.ts';
import { configDefects, secretDefects, vulnerabilityDefects } from './defects.ts';
import { scanConfig, scanSecrets, scanVulnerabilities } from './stage.ts';

/** Trivy's gates: their places in the pipeline, their runs, and the defects that prove them. */
export const scanGates: readonly Gate[] = [
  {
    stage: 'scan',
    gate: 'scan-vulnerabilities',
    needs: ['image'],
    files: ['dockerfile'],
    nothingToCheck: withoutDockerfile,
    why: 'Known flaws in the packages of the very image that will be shipped, the base image included.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy image --scanners vuln --format json', 'trivy version --format json'],
    isScanner: true,
    run: scanVulnerabilities,
    defects: vulnerabilityDefects,
  },
  {
    stage: 'scan',
    gate: 'scan-config',
    needs: ['image'],
    files: [],
    nothingToCheck: ({ dockerfile, facts }) =>
      dockerfile === undefined && facts.manifests.length === 0
        ? 'no Dockerfile and no Kubernetes manifests'
        : undefined,
    why: 'Mistakes in the Dockerfile and the manifests that the image is deployed by.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy config --format json'],
    isScanner: true,
    run: scanConfig,
    defects: configDefects,
  },
  {
    stage: 'scan',
    gate: 'scan-secrets',
    needs: ['image'],
    files: [],
    why: 'Keys and passwords in the layers of the image and in the source, before anyone can pull them.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy image --scanners secret --format json', 'trivy fs --scanners secret --format json'],
    isScanner: true,
    run: scanSecrets,
    defects: secretDefects,
  },
];
