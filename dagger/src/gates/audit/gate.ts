import type { Gate } from '../gate.ts';
import { auditTools } from './managers/all.ts';
import { defects } from './defects.ts';
import { audit } from './stage.ts';

/** The gate's place in the pipeline, its run, and the defects that prove it. */
export const auditGate: Gate = {
  stage: 'SCA',
  gate: 'audit',
  needs: [],
  files: ['manifest'],
  nothingToCheck: ({ facts: { dependencies } }) =>
    dependencies.length === 0 ? 'package.json asks for no package' : undefined,
  why: 'Known flaws in what is installed, and a lockfile that can be trusted; needs the lockfile alone.',
  images: ['node', 'projectNode'],
  tools: [...auditTools, 'npm-signatures', 'lockfile'],
  commands: [
    'npm audit --json',
    'npm audit signatures --json',
    ...['pnpm audit --json', 'yarn audit --json', 'yarn npm audit --json', 'bun audit --json'],
  ],
  isScanner: true,
  run: audit,
  defects,
};
