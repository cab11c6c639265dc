import { expect, test } from 'vitest';

import { missingLockfile } from '../../../src/gates/audit/missing-lockfile.ts';
import type { Policy } from '../../../src/verdict/exceptions.ts';

const manager = { name: 'pnpm', lock: 'pnpm install --lockfile-only' };
const policy: Policy = { threshold: 'HIGH', exceptions: [], today: '2026-01-01' };

test('a project without a lockfile is red, with the command that makes one', () => {
  expect(missingLockfile(manager, policy)).toMatchObject({
    outcome: 'failed',
    findings: [
      {
        tool: 'lockfile',
        rule: 'missing',
        severity: 'HIGH',
        fix: 'pnpm install --lockfile-only, and commit the lockfile.',
      },
    ],
    unchecked: ['npm-audit', 'pnpm-audit', 'yarn-audit', 'bun-audit', 'npm-signatures'],
  });
});

test('where that is tolerated, nothing was audited all the same', () => {
  const exception = {
    tool: 'lockfile',
    id: 'missing',
    reason: 'a library',
    owner: 'team',
    expires: '2026-02-01',
  };
  const decision = missingLockfile(manager, { ...policy, exceptions: [exception] });
  expect(decision).toMatchObject({ outcome: 'unavailable', findings: [], tolerated: [{ rule: 'missing' }] });
});
