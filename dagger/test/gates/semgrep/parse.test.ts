import { expect, test } from 'vitest';
import { parseSemgrep } from '../../../src/gates/semgrep/parse.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const report = { text: fixture('semgrep.json'), exitCode: 1 };

test('each result is a finding with place, weakness, reference and replacement', () => {
  const { findings } = readable(parseSemgrep(report));
  expect(findings).toMatchObject([
    {
      tool: 'semgrep',
      rule: 'sql-concatenation',
      severity: 'HIGH',
      file: 'src/a.ts',
      line: 2,
      column: 10,
      tags: ['CWE-89', 'OWASP A03:2021'],
      url: 'https://owasp.org/Top10/A03_2021-Injection/',
    },
    { rule: 'weak-hash', severity: 'MEDIUM', tags: ['CWE-328'], fix: "Replace by: createHash('sha256')" },
    { rule: 'note-only', severity: 'LOW' },
  ]);
});

test('facts: version, files that were scanned, what could not be parsed', () => {
  const { facts } = readable(parseSemgrep(report));
  expect(facts).toMatchObject({ version: '1.182.0', filesScanned: 3, suppressed: [] });
  expect(facts.incomplete).toEqual([expect.stringMatching(/^src\/broken\.ts: Syntax error at line/)]);
});

test.each([
  ['.yarn/releases/yarn-4.12.0.cjs', true],
  ['src/static/js/babel.min.js', true],
  ['.pnp.cjs', true],
  ['src/min.js', false],
  ['yarn/releases/a.cjs', false],
])('what could not be checked of %s is of a tool: %s', (path, isGenerated) => {
  const timeout = { level: 'warn', message: `Timeout when running a rule on ${path}`, path };
  const text = JSON.stringify({
    version: '1.182.0',
    results: [],
    errors: [timeout],
    paths: { scanned: [path] },
  });
  const { facts } = readable(parseSemgrep({ text, exitCode: 0 }));
  const said = [`${path}: Timeout when running a rule on ${path}`];
  expect([facts.generated, facts.incomplete]).toEqual(isGenerated ? [said, []] : [[], said]);
});

test('no file scanned is told as a fact', () => {
  expect(
    readable(parseSemgrep({ text: fixture('semgrep-no-files.json'), exitCode: 0 })).facts.filesScanned,
  ).toBe(0);
});

test('rules that cannot be read are no scan, and the reason is Semgrep’s', () => {
  const answer = parseSemgrep({ text: fixture('semgrep-no-rules.json'), exitCode: 7 });
  expect(reasonOf(answer)).toMatch(/^semgrep: ended with code 7: .*missing\.yaml/);
});

test('an error that ended the scan is not readable, even with code 0', () => {
  expect(reasonOf(parseSemgrep({ text: fixture('semgrep-no-rules.json'), exitCode: 0 }))).toMatch(
    /missing\.yaml/,
  );
});

test('a result that the report itself ignores is suppressed', () => {
  const text = report.text.replaceAll('"severity"', '"is_ignored": true, "severity"');
  const { findings, facts } = readable(parseSemgrep({ ...report, text }));
  expect([findings.length, facts.suppressed.length]).toEqual([0, 3]);
});

test.each([
  [
    'a level that nobody mapped',
    '"severity":"ERROR"',
    '"severity":"FATAL"',
    /severity: expected one of CRITICAL/,
  ],
  ['a path that is a number', '"path":"src/a.ts"', '"path":7', /results\/0\/path: expected a text, got 7/],
  ['no list of scanned files', '"scanned"', '"scannt"', /paths\/scanned: expected a list/],
])('%s makes the report unreadable', (_what, from, to, reason) => {
  const text = JSON.stringify(JSON.parse(report.text)).replace(from, to);
  expect(reasonOf(parseSemgrep({ ...report, text }))).toMatch(reason);
});

test.each([2, 124, 137])('exit code %i without a report is no scan', (exitCode) => {
  expect(reasonOf(parseSemgrep({ text: '', exitCode }))).toMatch(/no report$/);
});
