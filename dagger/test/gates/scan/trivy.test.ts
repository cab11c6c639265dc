import { describe, expect, test } from 'vitest';
import { databaseAge, parseTrivyVersion } from '../../../src/gates/scan/trivy-version.ts';
import { parseTrivy } from '../../../src/gates/scan/trivy.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const image = { text: fixture('trivy-image.json'), exitCode: 0 };
const files = { text: fixture('trivy-filesystem.json'), exitCode: 0 };

describe('vulnerabilities', () => {
  test('have package, versions, place in the image, weakness and fix', () => {
    expect(readable(parseTrivy(image)).facts.vulnerabilities.slice(1, 3)).toEqual([
      {
        tool: 'trivy',
        rule: 'CVE-2019-18224',
        severity: 'CRITICAL',
        message: 'libidn2-0 2.0.5-1: libidn2: heap-based buffer overflow in idn2_to_ascii_4i in lib/lookup.c',
        fix: 'Update libidn2-0 to 2.0.5-1+deb10u1.',
        url: 'https://avd.aquasec.com/nvd/cve-2019-18224',
        aliases: ['DSA-4613-1'],
        tags: ['CWE-787'],
        dependency: { name: 'libidn2-0', version: '2.0.5-1', fixedIn: '2.0.5-1+deb10u1' },
      },
      {
        tool: 'trivy',
        rule: 'CVE-2019-11358',
        severity: 'MEDIUM',
        message:
          "jquery 3.3.9: jquery: Prototype pollution in object's prototype leading to denial of service",
        file: 'app/node_modules/jquery/package.json',
        fix: 'Update jquery to 3.4.0.',
        url: 'https://avd.aquasec.com/nvd/cve-2019-11358',
        tags: ['CWE-79'],
        dependency: {
          name: 'jquery',
          version: '3.3.9',
          path: 'app/node_modules/jquery/package.json',
          fixedIn: '3.4.0',
        },
      },
    ]);
  });

  test('a flaw that nobody has scored is MEDIUM', () => {
    expect(readable(parseTrivy(image)).findings.find(({ rule }) => rule === 'CVE-2026-0001')?.severity).toBe(
      'MEDIUM',
    );
  });

  test('the status of an unfixed flaw says what can be done', () => {
    expect(readable(parseTrivy(image)).findings[0]?.fix).toMatch(/^Its distribution will not fix it/);
  });

  test.each([
    ['will_not_fix', /remove the package or take another base/],
    ['end_of_life', /take a base that is supported/],
    ['affected', /There is no fixed version yet/],
  ])('status %s tells what can be done', (status, words) => {
    const text = image.text.replace('"Status": "will_not_fix"', `"Status": "${status}"`);
    expect(readable(parseTrivy({ ...image, text })).findings[0]?.fix).toMatch(words);
  });

  test('without a title the description is told, and without both that there is none', () => {
    const of = (key: string) =>
      readable(parseTrivy({ ...image, text: image.text.replace('"Title": "bash:', `"${key}": "bash:`) }))
        .findings[0]?.message;
    expect(of('Description')).toBe(
      'bash 5.0-4: bash: when effective UID is not equal to its real UID the saved UID is not dropped',
    );
    expect(of('Other')).toBe('bash 5.0-4: no description yet');
  });

  test('a list of packages in the source is the place of its flaws', () => {
    const text = image.text
      .replace('"PkgPath": "app/node_modules/jquery/package.json",', '')
      .replace('"Target": "Node.js"', '"Target": "package-lock.json"');
    expect(readable(parseTrivy({ ...image, text })).findings[2]?.file).toBe('package-lock.json');
  });

  test('those without a fixed version are findings, unless they are to be ignored; then they are told apart', () => {
    const every = readable(parseTrivy(image)).facts;
    const fixable = readable(parseTrivy(image, { ignoreUnfixed: true }));
    expect([every.vulnerabilities.length, every.unfixed.length]).toEqual([4, 0]);
    expect(fixable.findings.map(({ rule }) => rule)).toEqual(['CVE-2019-18224', 'CVE-2019-11358']);
    expect(fixable.facts.unfixed.map(({ rule }) => rule)).toEqual(['CVE-2019-18276', 'CVE-2026-0001']);
  });

  test('facts: distribution, end of life, lists of packages', () => {
    expect(readable(parseTrivy(image)).facts).toMatchObject({
      artifact: 'service.tar',
      system: 'debian 10.1',
      endOfLife: true,
      targets: 2,
      packageTargets: 2,
      configurationTargets: 0,
    });
  });
});

describe('configuration', () => {
  test('a broken rule has file, line, fix and its older names', () => {
    const { misconfigurations } = readable(parseTrivy(files)).facts;
    expect(misconfigurations).toHaveLength(6);
    expect(misconfigurations[1]).toEqual({
      tool: 'trivy',
      rule: 'DS-0004',
      severity: 'MEDIUM',
      message: 'Port 22 should not be exposed in Dockerfile',
      file: 'Dockerfile',
      line: 4,
      fix: "Remove 'EXPOSE 22' statement from the Dockerfile",
      url: 'https://avd.aquasec.com/misconfig/ds-0004',
      aliases: ['DS004'],
    });
    expect(misconfigurations.map(({ file }) => file)).toContain('pod.yaml');
  });

  test('a rule that is kept is no finding', () => {
    const text = files.text.replaceAll('"Status": "FAIL"', '"Status": "PASS"');
    expect(readable(parseTrivy({ ...files, text })).facts.misconfigurations).toEqual([]);
  });

  test('facts count the files', () => {
    expect(readable(parseTrivy(files)).facts).toMatchObject({
      targets: 3,
      configurationTargets: 2,
      packageTargets: 0,
    });
  });
});

describe('secrets', () => {
  test('have rule, file and line, and nothing of what was matched', () => {
    const { secrets } = readable(parseTrivy(files)).facts;
    expect(secrets).toMatchObject([
      { rule: 'aws-access-key-id', severity: 'CRITICAL', file: 'secret.txt', line: 1 },
      { rule: 'github-pat', severity: 'CRITICAL', file: 'secret.txt', line: 2 },
    ]);
    const unmasked = files.text.replaceAll(/\*{10,}/g, 'hunter2');
    expect(JSON.stringify(readable(parseTrivy({ ...files, text: unmasked })))).not.toContain('hunter2');
  });
});

test('findings are those of all three classes', () => {
  expect(readable(parseTrivy(files)).findings).toHaveLength(8);
});

test('a report of nothing has no targets, which the gate must look at', () => {
  const text = '{"SchemaVersion": 2, "ArtifactName": "empty", "ArtifactType": "filesystem"}';
  expect(readable(parseTrivy({ text, exitCode: 0 }))).toMatchObject({ findings: [], facts: { targets: 0 } });
});

test.each([
  [
    'another schema',
    image.text.replace('"SchemaVersion": 2', '"SchemaVersion": 3'),
    0,
    /SchemaVersion: expected 2, got 3/,
  ],
  [
    'a severity that nobody mapped',
    image.text.replace('"CRITICAL"', '"SEVERE"'),
    0,
    /Severity: expected one of CRITICAL/,
  ],
  [
    'results that are a text',
    '{"SchemaVersion": 2, "ArtifactName": "x", "Results": "none"}',
    0,
    /Results: expected a list/,
  ],
  ['a failed scan', '', 1, /^trivy: ended with code 1/],
])('%s is not readable', (_what, text, exitCode, reason) => {
  expect(reasonOf(parseTrivy({ text, exitCode }))).toMatch(reason);
});

describe('the database', () => {
  const nowMs = Date.parse('2026-11-24T00:20:00Z');
  const { database } = readable(
    parseTrivyVersion({ text: fixture('trivy-version.json'), exitCode: 0 }),
  ).facts;

  test('has its times', () => {
    expect(database).toEqual({
      updatedAtMs: Date.parse('2026-11-23T06:20:11.493Z'),
      nextUpdateMs: Date.parse('2026-11-24T06:20:11.493Z'),
    });
  });

  test('is usable when it is young', () => {
    expect(databaseAge(database, { nowMs })).toEqual({
      usable: true,
      ageHours: 17,
      sentence: 'vulnerability database of 2026-11-23, 17 hours old',
    });
  });

  test.each([
    ['on the last hour that is allowed', { maxAgeHours: 17 }, true],
    ['an hour later', { maxAgeHours: 16 }, false],
    ['eight days later, by default', { nowMs: nowMs + 8 * 24 * 3_600_000 }, false],
    ['when it comes from the future', { nowMs: nowMs - 24 * 3_600_000 }, false],
  ])('%s', (_when, change, usable) => {
    expect(databaseAge(database, { nowMs, ...change }).usable).toBe(usable);
  });

  test.each([
    ['no database', fixture('trivy-version-no-database.json')],
    ['one that was never made', '{"Version": "1", "VulnerabilityDB": {"UpdatedAt": "0001-01-01T00:00:00Z"}}'],
  ])('%s is not usable', (_what, text) => {
    const { facts } = readable(parseTrivyVersion({ text, exitCode: 0 }));
    expect(facts).not.toHaveProperty('database');
    expect(databaseAge(facts.database, { nowMs })).toEqual({
      usable: false,
      sentence: 'there is no vulnerability database',
    });
  });

  test('a time that is none is not readable', () => {
    const text = '{"Version": "1", "VulnerabilityDB": {"UpdatedAt": "yesterday"}}';
    expect(reasonOf(parseTrivyVersion({ text, exitCode: 0 }))).toMatch(/UpdatedAt: expected a time/);
  });
});
