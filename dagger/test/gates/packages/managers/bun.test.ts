import { describe, expect, test } from 'vitest';

import { bun } from '../../../../src/gates/packages/managers/bun.ts';

const ended = (stderr: string, exitCode = 1): ReturnType<typeof bun.decide> =>
  bun.decide({ exitCode, broke: true, stdout: 'bun install v1.4.5 (a7733435c)\n', stderr }, 'bun install');
const drift = `error: lockfile had changes, but lockfile is frozen
note: dependencies in package.json changed since bun.lock was saved: kleur changed from 4.1.4 to 4.1.5
note: try re-running without --frozen-lockfile and commit the updated lockfile
`;

describe('a project that cannot be installed as it stands is red, and says why', () => {
  test.each([
    [
      'frozen-lockfile',
      drift,
      'bun install: lockfile had changes, but lockfile is frozen: dependencies in package.json changed since bun.lock was saved: kleur changed from 4.1.4 to 4.1.5',
    ],
    [
      'frozen-lockfile',
      'error: lockfile had changes, but lockfile is frozen\n',
      'bun install: lockfile had changes, but lockfile is frozen',
    ],
    [
      'no-version',
      'error: No version matching "99.0.0" found for specifier "kleur" (but package exists)\nerror: kleur@99.0.0 failed to resolve\n',
      'bun install: No version matching "99.0.0" found for specifier "kleur" (but package exists)',
    ],
    [
      'integrity',
      'error: Integrity check failed for tarball: kleur\n',
      'bun install: Integrity check failed for tarball: kleur',
    ],
    [
      'syntax',
      '1 | {\n     ^\nerror: Expected "}" but found end of file\n    at /src/package.json:1:2\nParserError: failed to parse \'/src/package.json\'\n',
      "bun install: failed to parse '/src/package.json'",
    ],
    [
      'lockfile-syntax',
      "error: Unexpected end of file\n    at bun.lock:1:17\nParserError: failed to parse lockfile: 'bun.lock'\n\nwarn: Ignoring lockfile\nerror: lockfile had changes, but lockfile is frozen\n",
      "bun install: failed to parse lockfile: 'bun.lock'",
    ],
  ])('%s', (rule, stderr, reason) => {
    expect(ended(stderr)).toMatchObject({
      outcome: 'failed',
      reason,
      findings: [{ tool: 'bun', rule, severity: 'HIGH', message: reason }],
    });
  });
});

describe('what a registry or the machine is the cause of is unavailable', () => {
  test.each([
    [
      'error: DNSResolveFailed downloading tarball kleur@4.1.4\n',
      'bun install ended with code 1: DNSResolveFailed downloading tarball kleur@4.1.4',
    ],
    [
      'error: GET https://registry.example/a - 404\nerror: a@1.0.0 failed to resolve\n',
      'bun install ended with code 1: GET https://registry.example/a - 404',
    ],
    [drift.slice(0, 20), 'bun install ended with code 1: lockfile had'],
  ])('%j', (stderr, reason) => {
    expect(ended(stderr)).toMatchObject({ outcome: 'unavailable', reason, findings: [] });
  });

  test('a time that ran out, whatever Bun said before', () => {
    expect(ended(drift, 124)?.reason).toMatch(/^bun install ran out of time: /);
  });
});
