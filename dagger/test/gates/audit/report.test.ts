import { describe, expect, test } from 'vitest';
import { auditManagerOf } from '../../../src/gates/audit/managers/all.ts';
import type { AuditManager } from '../../../src/gates/audit/managers/manager.ts';
import { parseAudit } from '../../../src/gates/audit/report.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';
import { capturedLockfile } from '../../support/locked.ts';

const managers = {
  'pnpm 12': { name: 'pnpm', version: '12.21.0' },
  'pnpm 10': { name: 'pnpm', version: '10.34.9' },
  'Yarn 1': { name: 'yarn', version: '1.22.22' },
  'Yarn 3': { name: 'yarn', version: '3.8.7' },
  'Yarn 4': { name: 'yarn', version: '4.18.1' },
  Bun: { name: 'bun', version: '1.4.5' },
} as const;

type Name = keyof typeof managers;

const managerOf = (name: Name): AuditManager => {
  const manager = auditManagerOf(managers[name]);
  if (manager === undefined) throw new Error(`${name} has no audit`);
  return manager;
};

interface Output {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

const parsed = (name: Name, { stdout = '', stderr = '', exitCode = 1 }: Output) =>
  parseAudit(
    managerOf(name),
    { stdout, stderr, exitCode },
    { lockfile: capturedLockfile(), version: managers[name].version },
  );

const all = [
  ['GHSA-35jh-r3h4-6jhm', 'HIGH', 'lodash', '4.17.20', false],
  ['GHSA-vh95-rmgr-6w4m', 'MEDIUM', 'minimist', '0.0.8', true],
  ['GHSA-xvch-5gv4-984h', 'CRITICAL', 'minimist', '0.0.8', true],
];

describe("a manager's answer", () => {
  test.each<[Name, string, number, unknown[]]>([
    ['pnpm 12', 'pnpm-audit.json', 1, all],
    ['Yarn 4', 'yarn-audit.jsonl', 1, all],
    ['Bun', 'bun-audit.json', 1, all],
    ['Yarn 3', 'yarn-3-audit.json', 1, all.slice(0, 1)],
    ['pnpm 10', 'yarn-3-audit.json', 1, all.slice(0, 1)],
    ['Yarn 1', 'yarn-1-audit.jsonl', 8, all.slice(0, 1)],
  ])('of %s is one finding for each advisory and installed version', (name, file, exitCode, findings) => {
    const found = readable(parsed(name, { stdout: fixture(file), exitCode })).findings.map(
      ({ rule, severity, dependency }) => [
        rule,
        severity,
        dependency?.name,
        dependency?.version,
        dependency?.production,
      ],
    );
    expect(found.toSorted()).toEqual(findings);
  });

  test.each<[Name, string, string]>([
    ['pnpm 12', fixture('pnpm-audit-clean.json'), '0 of 3'],
    ['Yarn 4', '', '0 of 3'],
    ['Bun', '{}\n', '0 of 3'],
    [
      'Yarn 1',
      '{"type":"auditSummary","data":{"vulnerabilities":{"info":0,"high":0},"totalDependencies":3}}\n',
      '0 of 3',
    ],
  ])('of %s may be that there is none', (name, stdout, expected) => {
    const { findings, facts } = readable(parsed(name, { stdout, exitCode: 0 }));
    expect(`${String(findings.length)} of ${String(facts.packages)}`).toBe(expected);
    expect(facts.production).toBe(2);
  });

  test('has range, path, identifiers, weaknesses and what to run', () => {
    const { findings } = readable(parsed('pnpm 12', { stdout: fixture('pnpm-audit.json') }));
    expect(findings.find(({ severity }) => severity === 'CRITICAL')).toEqual({
      tool: 'pnpm-audit',
      rule: 'GHSA-xvch-5gv4-984h',
      severity: 'CRITICAL',
      message: 'minimist 0.0.8 (affected: <0.2.4): Prototype Pollution in minimist',
      file: 'pnpm-lock.yaml',
      fix: 'pnpm update --recursive minimist, to 0.2.4 or later. If another package asks for the old one, update that package.',
      url: 'https://github.com/advisories/GHSA-xvch-5gv4-984h',
      tags: ['CWE-1321'],
      dependency: {
        name: 'minimist',
        version: '0.0.8',
        path: 'mkdirp@0.5.1 > minimist@0.0.8',
        production: true,
        range: '<0.2.4',
        fixedIn: '0.2.4',
      },
    });
    expect(findings.find(({ severity }) => severity === 'HIGH')?.tags).toEqual(['CWE-77', 'CWE-94']);
  });

  test.each<[Name, string, number, string]>([
    ['Yarn 1', 'yarn-1-audit.jsonl', 8, 'yarn upgrade lodash, to 4.17.21 or later.'],
    ['Yarn 4', 'yarn-audit.jsonl', 1, 'yarn up --recursive lodash, to 4.17.21 or later.'],
    ['Bun', 'bun-audit.json', 1, 'bun update lodash, to 4.17.21 or later.'],
  ])('of %s names the command of that manager', (name, file, exitCode, fix) => {
    const { findings } = readable(parsed(name, { stdout: fixture(file), exitCode }));
    expect(findings.find(({ dependency }) => dependency?.name === 'lodash')?.fix).toContain(fix);
  });

  test('names a CVE as an alias where the report has one', () => {
    const { findings } = readable(parsed('Yarn 3', { stdout: fixture('yarn-3-audit.json') }));
    expect(findings[0]?.aliases).toEqual(['CVE-2021-23337']);
  });

  test('without a fixed version says so', () => {
    const stdout = fixture('bun-audit.json').replaceAll('<4.17.21', '>=0.0.0');
    const { findings } = readable(parsed('Bun', { stdout }));
    expect(findings.find(({ dependency }) => dependency?.name === 'lodash')?.fix).toBe(
      'bun update lodash, to a version outside of >=0.0.0, where there is one.',
    );
  });

  test('of an advisory that speaks of errors is read all the same', () => {
    const stdout = fixture('yarn-audit.jsonl').replace('Command Injection', 'An HTTPError: that is hidden');
    expect(readable(parsed('Yarn 4', { stdout })).findings).toHaveLength(3);
  });
});

const service = "failed to ask the registry's advisory service";
const unasked = (name: Name) =>
  `${managerOf(name).tool}: ${name.split(' ')[0]?.toLowerCase() ?? ''} ${service}: `;

const clean = '{"type":"auditSummary","data":{"vulnerabilities":{"info":0},"totalDependencies":3}}\n';

describe('no answer', () => {
  test.each<[Name, Output, string]>([
    [
      'pnpm 12',
      { stderr: fixture('pnpm-audit-unreachable.txt') },
      'Error: ERR_PNPM_AUDIT_BAD_RESPONSE Failed to request the audit endpoint',
    ],
    ['pnpm 12', { stdout: '{"error":{"code":"pnpm","message":"fetch failed"}}' }, 'pnpm: fetch failed'],
    ['pnpm 12', {}, 'it ended with code 1 and no answer'],
    [
      'Yarn 4',
      {
        stderr:
          'node:internal/process/promises:394\n\nLs [RequestError]: connect ECONNREFUSED registry.example\n    at x\n',
      },
      'connect ECONNREFUSED registry.example',
    ],
    [
      'Yarn 4',
      { stderr: '  originalError: cN [HTTPError]: Response code 410 (Gone)\n' },
      'Response code 410 (Gone)',
    ],
    [
      'Yarn 4',
      { stdout: "Usage Error: This package doesn't seem to be present in your lockfile\n" },
      "This package doesn't seem to be present in your lockfile",
    ],
    ['Yarn 4', {}, 'it ended with code 1 and no answer'],
    [
      'Bun',
      {
        stderr: 'error: POST http://registry.example/-/npm/v1/security/advisories/bulk - ConnectionRefused\n',
      },
      'POST http://registry.example/-/npm/v1/security/advisories/bulk - ConnectionRefused',
    ],
    [
      'Yarn 1',
      {
        stderr: '(node:1) Warning: old\n{"type":"error","data":"Error: request returned a 503\\n    at x"}\n',
      },
      'Error: request returned a 503',
    ],
  ])('of %s is told in its own words', (name, output, words) => {
    const reason = reasonOf(parsed(name, output));
    expect(reason.slice(0, unasked(name).length + words.length)).toBe(`${unasked(name)}${words}`);
  });

  test.each<[Name, Output, RegExp]>([
    ['pnpm 10', { stdout: fixture('pnpm-audit-retired.json') }, /name pnpm 11 or later as packageManager/],
    ['Yarn 3', { stdout: fixture('yarn-audit-retired.txt') }, /name yarn 4 as packageManager/],
    [
      'Yarn 1',
      { stdout: '{"type":"error","data":"Error: address returned a 410"}\n' },
      /no later version of it asks another one: move to Yarn 4/,
    ],
  ])('of %s, whose service the registry has retired, says what to do', (name, output, words) => {
    expect(reasonOf(parsed(name, output))).toMatch(words);
  });

  test('is not blamed on the version where the registry is out of reach', () => {
    const stdout =
      '{"error":{"code":"ECONNREFUSED","message":"request failed, reason: connect ECONNREFUSED"}}';
    expect(reasonOf(parsed('pnpm 10', { stdout }))).not.toMatch(/retired/);
  });

  test.each<[string, Name, Output]>([
    ['a list that was emptied', 'pnpm 12', { stdout: emptied('pnpm-audit.json'), exitCode: 0 }],
    ['counts without a list', 'Yarn 1', { stdout: lastLine('yarn-1-audit.jsonl'), exitCode: 0 }],
    ['a list without its end', 'Yarn 1', { stdout: firstLine('yarn-1-audit.jsonl'), exitCode: 8 }],
    ['code 1 and nothing listed', 'pnpm 12', { stdout: fixture('pnpm-audit-clean.json') }],
    ['code 1 and nothing listed', 'Bun', { stdout: '{}' }],
    ['a code of severities and nothing listed', 'Yarn 1', { stdout: clean, exitCode: 8 }],
    ['a line that was cut off', 'Yarn 4', { stdout: fixture('yarn-audit.jsonl').slice(0, -20) }],
    ['words that are no JSON', 'Yarn 4', { stdout: 'No audit suggestions', exitCode: 0 }],
    ['a severity that is not known', 'Bun', { stdout: fixture('bun-audit.json').replace('high', 'odd') }],
    ['a package that is not locked', 'Bun', { stdout: fixture('bun-audit.json').replace('lodash', 'other') }],
    ['the end of its time', 'pnpm 12', { stdout: fixture('pnpm-audit-clean.json'), exitCode: 124 }],
  ])('but %s is not clean (%s)', (_what, name, output) => {
    expect(parsed(name, output).ok).toBe(false);
  });
});

function emptied(file: string): string {
  return JSON.stringify({ ...(JSON.parse(fixture(file)) as object), advisories: {} });
}

function firstLine(file: string): string {
  return `${fixture(file).split('\n')[0] ?? ''}\n`;
}

function lastLine(file: string): string {
  return `${fixture(file).trimEnd().split('\n').at(-1) ?? ''}\n`;
}

describe('a version', () => {
  test('of Bun before 1.2.15 has no audit', () => {
    expect(managerOf('Bun').without('1.2.14')).toMatch(/no audit command.*name a later one/);
    expect(managerOf('Bun').without('1.2.15')).toBeUndefined();
    expect(managerOf('Bun').without('1')).toBeUndefined();
  });

  test('of Yarn before 4 knows no flag about what is deprecated', () => {
    expect(managerOf('Yarn 4').command('4.18.1')).toContain('--no-deprecations');
    expect(managerOf('Yarn 3').command('3')).not.toContain('--no-deprecations');
  });
});
