import { describe, expect, test } from 'vitest';
import { parseNpmAudit } from '../../../src/gates/audit/npm-audit.ts';
import { parseNpmSignatures } from '../../../src/gates/audit/npm-signatures.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const good = { text: fixture('npm-audit.json'), exitCode: 1, lockfile: fixture('lockfile.json') };

describe('npm audit', () => {
  test('one finding for each advisory and installed copy, not for the packages above it', () => {
    const { findings } = readable(parseNpmAudit(good));
    expect(findings.map(({ rule, severity, dependency }) => [rule, severity, dependency?.name])).toEqual([
      ['GHSA-35jh-r3h4-6jhm', 'HIGH', 'lodash'],
      ['GHSA-vh95-rmgr-6w4m', 'MEDIUM', 'minimist'],
      ['GHSA-xvch-5gv4-984h', 'CRITICAL', 'minimist'],
    ]);
  });

  test('a finding has version, range, path, fix and whether it reaches production', () => {
    expect(readable(parseNpmAudit(good)).findings[2]).toEqual({
      tool: 'npm-audit',
      rule: 'GHSA-xvch-5gv4-984h',
      severity: 'CRITICAL',
      message: 'minimist 0.0.8 (affected: <0.2.4): Prototype Pollution in minimist',
      file: 'package-lock.json',
      fix: 'Update mkdirp to 0.5.6.',
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
  });

  test('a development dependency is told apart', () => {
    expect(readable(parseNpmAudit(good)).findings[0]?.dependency).toMatchObject({
      name: 'lodash',
      production: false,
    });
  });

  test('facts count what the lockfile has', () => {
    expect(readable(parseNpmAudit(good)).facts).toEqual({ packages: 3, production: 2, development: 1 });
  });

  test('a clean answer has no findings', () => {
    const { findings } = readable(
      parseNpmAudit({ ...good, text: fixture('npm-audit-clean.json'), exitCode: 0 }),
    );
    expect(findings).toEqual([]);
  });

  test('an advisory that does not affect an installed copy is not told of that copy', () => {
    const lockfile = good.lockfile.replace('"version": "0.0.8"', '"version": "0.2.1"');
    const rules = readable(parseNpmAudit({ ...good, lockfile })).findings.map(({ rule }) => rule);
    expect(rules).toEqual(['GHSA-35jh-r3h4-6jhm', 'GHSA-xvch-5gv4-984h']);
  });

  test('a CVE that an advisory names is an alias', () => {
    const text = good.text.replace(
      '"title": "Command Injection',
      '"cves": ["CVE-2021-23337"], "title": "Command Injection',
    );
    expect(readable(parseNpmAudit({ ...good, text })).findings[0]?.aliases).toEqual(['CVE-2021-23337']);
  });

  test.each([
    ['true', 'npm audit fix'],
    ['false', 'There is no fixed version yet.'],
    [
      '{"name": "lodash", "version": "5.0.0", "isSemVerMajor": true}',
      'Update lodash to 5.0.0 (a major version).',
    ],
  ])('fixAvailable %s is %j', (available, fix) => {
    const text = good.text.replace(/"fixAvailable": \{[^}]*\}/, `"fixAvailable": ${available}`);
    expect(readable(parseNpmAudit({ ...good, text })).findings[0]?.fix).toBe(fix);
  });
});

describe('npm audit that could not be done', () => {
  test.each([
    ['npm-audit-refused.json', /^npm-audit: the registry refused: 405 Method Not Allowed/],
    ['npm-audit-unreachable.json', /^npm-audit: npm failed: request to .* ECONNREFUSED/],
    [
      'npm-audit-no-lockfile.json',
      /^npm-audit: npm failed: ENOLOCK: This command requires an existing lockfile/,
    ],
  ])('%s', (name, reason) => {
    expect(reasonOf(parseNpmAudit({ ...good, text: fixture(name) }))).toMatch(reason);
  });

  test.each([
    [
      '410',
      '{"message": "410 Gone - POST x", "statusCode": 410, "error": {"summary": ""}}',
      /refused: 410 Gone/,
    ],
    [
      '500',
      '{"message": "500 Internal", "statusCode": 500, "body": {"error": "x"}, "error": {}}',
      /refused: 500/,
    ],
    [
      'ENOAUDIT',
      '{"error": {"code": "ENOAUDIT", "summary": "Your registry does not support audit"}}',
      /ENOAUDIT: Your/,
    ],
    [
      'a time out',
      '{"error": {"code": "ETIMEDOUT", "summary": "network timeout"}}',
      /ETIMEDOUT: network timeout/,
    ],
    ['an error that is a text', '{"error": "no"}', /npm failed: no/],
  ])('%s', (_what, text, reason) => {
    expect(reasonOf(parseNpmAudit({ ...good, text }))).toMatch(reason);
  });

  test('a list that was emptied on its way is not clean', () => {
    const text = JSON.stringify({ ...(JSON.parse(good.text) as object), vulnerabilities: {} });
    expect(reasonOf(parseNpmAudit({ ...good, text }))).toMatch(
      /total: expected 0, as many as it lists, got 3/,
    );
  });

  test('a clean answer with code 1 is not clean', () => {
    const text = fixture('npm-audit-clean.json');
    expect(reasonOf(parseNpmAudit({ ...good, text }))).toMatch(
      /ended with code 1 and lists no vulnerable package/,
    );
  });

  test('an answer about another lockfile is not readable', () => {
    const lockfile = good.lockfile.replaceAll('node_modules/minimist', 'node_modules/other');
    expect(reasonOf(parseNpmAudit({ ...good, lockfile }))).toMatch(
      /nodes\/0: expected a package of the lockfile/,
    );
  });

  test('the answer of the old endpoint is not readable', () => {
    expect(reasonOf(parseNpmAudit({ ...good, text: '{"actions": [], "advisories": {}}' }))).toMatch(
      /auditReportVersion/,
    );
  });

  test.each([124, 137, 2])('exit code %i', (exitCode) => {
    expect(reasonOf(parseNpmAudit({ ...good, exitCode }))).toMatch(/^npm-audit: /);
  });
});

describe('npm audit signatures', () => {
  test('wrong signatures and attestations are CRITICAL, missing ones HIGH', () => {
    const { findings, facts } = readable(
      parseNpmSignatures({ text: fixture('npm-signatures.json'), exitCode: 1 }),
    );
    expect(facts).toEqual({ invalid: 2, missing: 1 });
    expect(findings.map(({ rule, severity, dependency }) => [rule, severity, dependency?.name])).toEqual([
      ['invalid-signature', 'CRITICAL', 'minimist'],
      ['invalid-attestation', 'CRITICAL', 'lodash'],
      ['missing-signature', 'HIGH', 'mkdirp'],
    ]);
  });

  test('nothing wrong, nothing missing', () => {
    const answer = parseNpmSignatures({ text: '{"invalid": [], "missing": []}', exitCode: 0 });
    expect(answer).toEqual({ ok: true, findings: [], facts: { invalid: 0, missing: 0 } });
  });

  test.each([
    [
      'no way to the keys',
      fixture('npm-signatures-unreachable.json'),
      1,
      /npm failed: ENOTFOUND: request to/,
    ],
    ['code 1 without a package', '{"invalid": [], "missing": []}', 1, /names no package/],
    ['nothing to check', 'found no dependencies to audit', 0, /not JSON/],
    ['a kill', '{"invalid": [], "missing": []}', 137, /was killed/],
  ])('%s is not checked', (_what, text, exitCode, reason) => {
    expect(reasonOf(parseNpmSignatures({ text, exitCode }))).toMatch(reason);
  });
});
