import { expect, test } from 'vitest';
import { auditedVersion } from '../../../src/gates/audit/version.ts';
import { fact } from '../../../src/project/facts/fact.ts';
import type { PackageManager } from '../../../src/project/facts/manager.ts';

const found = (value: string, from: string) => {
  const manager: PackageManager = {
    name: 'pnpm',
    version: fact(value, from),
    major: Number.parseInt(value, 10),
    lockfile: 'pnpm-lock.yaml',
  };
  return { packageManager: fact(manager, from) };
};

test('the version that the project names audits', () => {
  const facts = found('9.15.9', 'package.json: packageManager');
  expect(auditedVersion({ name: 'pnpm', version: '9.15.9' }, facts)).toEqual({
    version: '9.15.9',
    notes: [],
  });
});

test('where only the lockfile tells, one audits that reads it and is answered, and that is told', () => {
  const facts = found('9', 'pnpm-lock.yaml: lockfileVersion 9.0');
  const { version, notes } = auditedVersion({ name: 'pnpm', version: '9' }, facts);
  expect(version).toBe('12');
  expect(notes).toEqual([expect.stringMatching(/^audited by pnpm 12, which reads the same lockfile/)]);
});

test('an older lockfile is audited by what wrote it', () => {
  const facts = found('8', 'pnpm-lock.yaml: lockfileVersion 6.0');
  expect(auditedVersion({ name: 'pnpm', version: '8' }, facts).version).toBe('8');
});
