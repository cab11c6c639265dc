import { describe, expect, test } from 'vitest';

import { decideInstall, decideProgram } from '../../../src/gates/packages/install.ts';

const ended = (lines: readonly string[], exitCode = 1): ReturnType<typeof decideInstall> =>
  decideInstall({
    exitCode,
    broke: true,
    stdout: '',
    stderr: lines.map((line) => `npm error ${line}`).join('\n'),
  });

const drift = [
  'code EUSAGE',
  '',
  '`npm ci` can only install packages when your package.json and package-lock.json are in sync.',
  '',
  'Missing: kleur@4.1.5 from lock file',
  '',
  'Clean install a project',
  'Run "npm help ci" for more info',
  'A complete log of this run can be found in: /root/.npm/_logs/x.log',
];

test('an installation that worked says nothing', () => {
  expect(decideInstall({ exitCode: 0, stdout: '', stderr: '' })).toBeUndefined();
});

describe('a project that cannot be installed as it stands is red, and says why', () => {
  test.each([
    ['EUSAGE', drift, 'npm ci: kleur@4.1.5 is missing in package-lock.json'],
    [
      'EUSAGE',
      ['code EUSAGE', "Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0"],
      "npm ci: lock file's a@1.0.0 does not satisfy a@2.0.0",
    ],
    [
      'ENOENT',
      [
        'code ENOENT',
        'syscall open',
        'path /src/vendor/a.tgz',
        'errno -2',
        "enoent ENOENT: no such file or directory, open '/src/vendor/a.tgz'",
      ],
      "npm ci: ENOENT: no such file or directory, open '/src/vendor/a.tgz'",
    ],
    [
      'EINTEGRITY',
      ['code EINTEGRITY', 'sha512-AAAA integrity checksum failed when using sha512'],
      'npm ci: sha512-AAAA integrity checksum failed when using sha512',
    ],
  ])('%s', (rule, lines, reason) => {
    expect(ended(lines, rule === 'ENOENT' ? 254 : 1)).toMatchObject({
      outcome: 'failed',
      reason,
      findings: [{ tool: 'npm', rule, severity: 'HIGH', message: reason }],
    });
  });
});

describe('what a registry or the machine is the cause of is unavailable', () => {
  test.each([
    [
      ['code ENOTFOUND', 'syscall getaddrinfo', 'network request to https://example.org/a failed, reason: x'],
      'npm ci ended with ENOTFOUND: request to https://example.org/a failed, reason: x',
    ],
    [['code E401', 'Unable to authenticate'], 'npm ci ended with E401: Unable to authenticate'],
    [['code E503', '503 Service Unavailable'], 'npm ci ended with E503: 503 Service Unavailable'],
    [[], 'npm ci ended with code 1: '],
  ])('%j', (lines, reason) => {
    expect(ended(lines)).toMatchObject({ outcome: 'unavailable', reason, findings: [] });
  });

  test('a time that ran out, and a kill, whatever npm said before', () => {
    expect(ended(drift, 124)?.reason).toMatch(/^npm ci ran out of time: /);
    expect(ended(drift, 137)?.outcome).toBe('unavailable');
  });
});

test('a Node that the project does not want is told with both versions', () => {
  const lines = [
    'code EBADENGINE',
    'engine Unsupported engine',
    'engine Not compatible with your version of node/npm: field-base@1.0.0',
    'notsup Not compatible with your version of node/npm: field-base@1.0.0',
    'notsup Required: {"node":"^22.12.0"}',
    'notsup Actual:   {"npm":"11.6.0","node":"v24.21.0"}',
  ];
  expect(ended(lines)).toMatchObject({
    outcome: 'unavailable',
    reason:
      'npm ci: field-base@1.0.0 wants {"node":"^22.12.0"} (engines, with engine-strict in .npmrc), and this gate runs {"npm":"11.6.0","node":"v24.21.0"}',
  });
});

test("a package manager's program that is not published is red, with what to name", () => {
  const stderr = 'npm error code ETARGET\nnpm error notarget No matching version found for pnpm@99.0.0.\n';
  expect(decideProgram({ exitCode: 1, broke: true, stdout: '', stderr }, 'pnpm')).toMatchObject({
    outcome: 'failed',
    findings: [
      { rule: 'ETARGET', file: 'package.json', fix: expect.stringContaining('packageManager') as string },
    ],
  });
  expect(decideProgram({ exitCode: 0, stdout: '', stderr: '' }, 'pnpm')).toBeUndefined();
});
