import { expect, test } from 'vitest';

import { planText } from '../../src/ci/plan.ts';
import { factsOf } from '../../src/project/facts/facts.ts';
import { images } from '../../src/tools/images.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ packageManager: 'pnpm@10.1.0', devDependencies: { eslint: '^10.0.0' } }),
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
};
const plan = planText(
  {
    facts: factsOf({ paths: Object.keys(files), text: (path) => files[path] }),
    gates: ['lint', 'scan-secrets'],
    notConfigured: [{ gate: 'image', reason: 'no Dockerfile' }],
  },
  images,
);
const lines = plan.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, '|'));

test('the plan begins with what was found, each answer with its evidence', () => {
  expect(lines[0]).toBe('What was found:');
  expect(plan).toMatch(/^ {2}packages +pnpm 10\.1\.0 +package\.json: packageManager "pnpm@10\.1\.0"/m);
  expect(lines).toContain('dockerfile|none|looked for Dockerfile');
});

test('of the gates it has those in use, and the others with their reason', () => {
  expect(lines).toContain('1. lint');
  expect(lines).toContain('2. scan: scan-secrets');
  expect(plan).not.toContain('smoke');
  expect(lines.at(-1)).toBe('image|no Dockerfile');
});
