import { expect, test } from 'vitest';

import { parseHadolint } from '../../../src/gates/dockerfile/parse.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const report = { text: fixture('hadolint.json'), exitCode: 1, dockerfile: 'FROM node:latest\n' };

test('each result is a finding with place, rule and the page that explains it', () => {
  const { findings } = readable(parseHadolint(report));
  expect(findings[2]).toEqual({
    tool: 'hadolint',
    rule: 'DL3020',
    severity: 'HIGH',
    message: 'Use COPY instead of ADD for files and folders',
    file: 'Dockerfile',
    line: 3,
    column: 1,
    url: 'https://github.com/hadolint/hadolint/wiki/DL3020',
  });
});

test.each([
  ['DL4000', 'HIGH'],
  ['DL3007', 'MEDIUM'],
  ['DL3015', 'LOW'],
])('%s is %s', (rule, severity) => {
  const { findings } = readable(parseHadolint(report));
  expect(findings.find((finding) => finding.rule === rule)).toMatchObject({ severity });
});

test('a rule of the shell leads to ShellCheck’s page, any other rule to none', () => {
  const pageOf = (rule: string): string | undefined =>
    readable(parseHadolint({ ...report, text: report.text.replace('DL3007', rule) })).findings[0]?.url;
  expect(pageOf('SC2046')).toBe('https://www.shellcheck.net/wiki/SC2046');
  expect(pageOf('../evil')).toBeUndefined();
});

test.each([
  ['FROM a\n# FROM b\n  from b AS c\nRUN echo FROM\n', 2],
  ['', 0],
  ['# a comment\n', 0],
])(
  'the build stages of %j are counted, because the report does not say what was read',
  (dockerfile, stages) => {
    expect(readable(parseHadolint({ text: '[]', exitCode: 0, dockerfile })).facts).toEqual({ stages });
  },
);

test('a level that nobody mapped makes the report unreadable', () => {
  const text = report.text.replace('"error"', '"fatal"');
  expect(reasonOf(parseHadolint({ ...report, text }))).toMatch(/level: expected one of error, warning/);
});

test.each([124, 137, 127, 2])('exit code %i is no look', (exitCode) => {
  expect(reasonOf(parseHadolint({ ...report, exitCode }))).toMatch(/^hadolint: /);
});
