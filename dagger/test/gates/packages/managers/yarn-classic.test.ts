import { describe, expect, test } from 'vitest';

import { yarnClassic } from '../../../../src/gates/packages/managers/yarn-classic.ts';

const ended = (stderr: string, exitCode = 1): ReturnType<typeof yarnClassic.decide> =>
  yarnClassic.decide(
    { exitCode, broke: true, stdout: 'yarn install v1.22.22\n[1/4] Resolving packages...\n', stderr },
    'yarn install',
  );
const drift =
  'error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.\ninfo Visit https://yarnpkg.com\n';

describe('a project that cannot be installed as it stands is red, and says why', () => {
  test.each([
    [
      'frozen-lockfile',
      drift,
      'yarn install: Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.',
    ],
    [
      'no-version',
      'error Couldn\'t find any versions for "kleur" that matches "99.0.0"\n',
      'yarn install: Couldn\'t find any versions for "kleur" that matches "99.0.0"',
    ],
    [
      'integrity',
      'info Visit https://yarnpkg.com\nerror https://registry.example/a.tgz: Integrity check failed for "a" (computed integrity differs)\n',
      'yarn install: https://registry.example/a.tgz: Integrity check failed for "a" (computed integrity differs)',
    ],
    [
      'syntax',
      "error SyntaxError: /src/package.json: Expected property name or '}' in JSON\n    at JSON.parse\n",
      "yarn install: SyntaxError: /src/package.json: Expected property name or '}' in JSON",
    ],
    [
      'syntax',
      "error SyntaxError: Unknown token: { line: 1, col: 0, type: 'INVALID' } 1:0 in /src/yarn.lock\n",
      "yarn install: SyntaxError: Unknown token: { line: 1, col: 0, type: 'INVALID' } 1:0 in /src/yarn.lock",
    ],
  ])('%s', (rule, stderr, reason) => {
    expect(ended(stderr)).toMatchObject({
      outcome: 'failed',
      reason,
      findings: [{ tool: 'yarn', rule, severity: 'HIGH', message: reason }],
    });
  });
});

describe('what a registry or the machine is the cause of is unavailable', () => {
  test.each([
    [
      'error Error: getaddrinfo ENOTFOUND nowhere.example\n    at GetAddrInfoReqWrap\nerror https://nowhere.example/a.tgz: getaddrinfo\n',
      'yarn install ended with code 1: getaddrinfo ENOTFOUND nowhere.example',
    ],
    [
      'error Couldn\'t find package "a" on the "npm" registry.\n',
      'yarn install ended with code 1: Couldn\'t find package "a" on the "npm" registry.',
    ],
    [
      'error x@1.0.0: The engine "node" is incompatible with this module. Expected version "18". Got "24.21.0"\nerror Found incompatible module.\n',
      'yarn install ended with code 1: x@1.0.0: The engine "node" is incompatible with this module. Expected version "18". Got "24.21.0"',
    ],
    [drift.slice(0, 20), 'yarn install ended with code 1: Your lockfile'],
  ])('%j', (stderr, reason) => {
    expect(ended(stderr)).toMatchObject({ outcome: 'unavailable', reason, findings: [] });
  });

  test('a time that ran out, whatever Yarn said before', () => {
    expect(ended(drift, 124)?.reason).toMatch(/^yarn install ran out of time: /);
  });
});
