import { describe, expect, test } from 'vitest';
import { parseSarif } from '../../src/tools/sarif.ts';
import { fixture, readable, reasonOf } from '../support/fixture.ts';

const codeql = (text = fixture('codeql.sarif.json')) => parseSarif({ text, exitCode: 0 }, { tool: 'codeql' });

/** A log with one run of one result, which each test changes in one place. */
const log = ({
  result = {},
  rule = {},
  run = {},
}: {
  result?: object;
  rule?: object;
  run?: object;
}): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'T', rules: [{ id: 'R1', ...rule }] } },
        results: [{ ruleId: 'R1', message: { text: 'wrong' }, ...result }],
        ...run,
      },
    ],
  });

const only = (text: string) => readable(codeql(text)).findings[0];

describe('CodeQL', () => {
  test('rules of an extension give severity by score, weaknesses and help', () => {
    expect(readable(codeql()).findings[0]).toEqual({
      tool: 'codeql',
      rule: 'js/sql-injection',
      severity: 'HIGH',
      message: 'This query string depends on a user-provided value.',
      file: 'src/routes/find user.ts',
      line: 12,
      column: 20,
      fix: '# Database query built from user-controlled sources\nUse query parameters or prepared statements.',
      tags: ['CWE-89', 'CWE-943'],
    });
  });

  test('a result that names its rule by index, and its file too, is found', () => {
    expect(readable(codeql()).findings[1]).toMatchObject({
      rule: 'js/trivial-conditional',
      severity: 'MEDIUM',
      file: 'src/routes/find user.ts',
      line: 30,
    });
  });

  test('facts: version, rules, suppressed results, what could not be looked at', () => {
    const { facts, findings } = readable(codeql());
    expect(findings).toHaveLength(2);
    expect(facts).toMatchObject({
      version: '2.23.3',
      rules: 2,
      suppressed: [{ file: 'test/fixture.ts' }],
      incomplete: ['Could not parse src/broken.ts'],
    });
  });
});

describe('Semgrep and Trivy', () => {
  test("Semgrep's levels come from its rules, and nosemgrep suppresses", () => {
    const answer = parseSarif({ text: fixture('semgrep.sarif.json'), exitCode: 1 }, { tool: 'semgrep' });
    const { findings, facts } = readable(answer);
    expect(findings.map(({ rule, severity, line }) => [rule, severity, line])).toEqual([
      ['sql-concatenation', 'HIGH', 2],
      ['weak-hash', 'MEDIUM', 4],
      ['note-only', 'LOW', 6],
    ]);
    expect(findings[0]?.tags).toEqual(['CWE-89', 'OWASP A03:2021']);
    expect(facts.suppressed.map(({ line }) => line)).toEqual([5]);
    expect(facts.incomplete[0]).toMatch(/^Syntax error at line src\/broken\.ts:1/);
  });

  test("Trivy's scores are its severities", () => {
    const answer = parseSarif({ text: fixture('trivy.sarif.json'), exitCode: 0 }, { tool: 'trivy' });
    expect(readable(answer).findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['DS-0002', 'HIGH'],
      ['DS-0004', 'MEDIUM'],
      ['DS-0005', 'LOW'],
    ]);
  });
});

describe('severity', () => {
  test.each([
    ['9.0', 'CRITICAL'],
    ['8.9', 'HIGH'],
    ['7.0', 'HIGH'],
    ['6.9', 'MEDIUM'],
    ['4.0', 'MEDIUM'],
    ['3.9', 'LOW'],
    ['0.0', 'LOW'],
  ])('a score of %s is %s, whatever the level', (score, severity) => {
    const text = log({ rule: { properties: { 'security-severity': score } }, result: { level: 'note' } });
    expect(only(text)?.severity).toBe(severity);
  });

  test.each([
    ['error', 'HIGH'],
    ['warning', 'MEDIUM'],
    ['note', 'LOW'],
    ['none', 'LOW'],
  ])('level %s is %s', (level, severity) => {
    expect(only(log({ result: { level } }))?.severity).toBe(severity);
  });

  test("a result's own level goes before its rule's, and no level at all is a warning", () => {
    expect(
      only(log({ result: { level: 'note' }, rule: { defaultConfiguration: { level: 'error' } } }))?.severity,
    ).toBe('LOW');
    expect(only(log({}))?.severity).toBe('MEDIUM');
  });

  test.each(['high', '', '11', '-1', 'NaN'])('a score of %j makes the log unreadable', (score) => {
    expect(reasonOf(codeql(log({ rule: { properties: { 'security-severity': score } } })))).toMatch(
      /score from 0 to 10/,
    );
  });

  test('a level that SARIF does not have makes the log unreadable', () => {
    expect(reasonOf(codeql(log({ result: { level: 'fatal' } })))).toMatch(
      /results\/0\/level: expected one of error/,
    );
  });
});

describe('what is a finding', () => {
  test.each(['pass', 'notApplicable', 'informational'])('kind %s is none', (kind) => {
    expect(readable(codeql(log({ result: { kind } }))).findings).toEqual([]);
  });

  test('a finding that has gone since the baseline is none', () => {
    expect(readable(codeql(log({ result: { baselineState: 'absent' } }))).findings).toEqual([]);
  });

  test.each([
    [[{ kind: 'inSource' }], 1],
    [[{ kind: 'external', status: 'accepted' }], 1],
    [[{ kind: 'external', status: 'rejected' }], 0],
    [[{ kind: 'inSource' }, { kind: 'external', status: 'underReview' }], 0],
    [[], 0],
  ])('suppressions %j suppress %i', (suppressions, count) => {
    const { facts, findings } = readable(codeql(log({ result: { suppressions } })));
    expect([facts.suppressed.length, findings.length]).toEqual([count, 1 - count]);
  });
});

describe('what the log says of itself', () => {
  test.each([
    [
      'a run that did not succeed',
      {
        invocations: [
          {
            executionSuccessful: false,
            toolExecutionNotifications: [{ level: 'error', message: { text: 'no space left' } }],
          },
        ],
      },
      'did not succeed: no space left',
    ],
    ['a scan that did not start', { results: null }, 'results: expected a list'],
    ['results that are missing', { results: undefined }, 'results: expected a list'],
  ])('%s is not readable', (_what, run, reason) => {
    expect(reasonOf(codeql(log({ run })))).toContain(reason);
  });

  test('a log without runs, or of another version, is not readable', () => {
    expect(reasonOf(codeql('{"version": "2.1.0", "runs": []}'))).toBe('codeql: the log has no run');
    expect(reasonOf(codeql('{"version": "2.2.0", "runs": []}'))).toMatch(/version: expected "2.1.0"/);
  });

  test('a tool that was killed has no log', () => {
    expect(reasonOf(parseSarif({ text: log({}), exitCode: 137 }, { tool: 'codeql' }))).toMatch(/killed/);
  });
});

describe('text', () => {
  test('placeholders of a message are filled from its arguments', () => {
    const text = log({
      rule: { messageStrings: { m: { text: 'from {0} to {1}, not {7}' } } },
      result: { message: { id: 'm', arguments: ['a', 'b'] } },
    });
    expect(only(text)?.message).toBe('from a to b, not {7}');
  });

  test('escape sequences, controls and marks that reorder text are taken out', () => {
    const message = { text: '\u001b[31mred\u001b[0m \u202Egnp.exe\u0000 \u001b]8;;http://evil\u0007link' };
    expect(only(log({ result: { message } }))?.message).toBe('red gnp.exe link');
  });

  test('a file: address becomes a path below the source', () => {
    const locations = [
      { physicalLocation: { artifactLocation: { uri: 'file:///src/a.ts' }, region: { startLine: 0 } } },
    ];
    const finding = only(log({ result: { locations } }));
    expect(finding?.file).toBe('a.ts');
    expect(finding).not.toHaveProperty('line');
  });

  test('only http and https addresses become links', () => {
    expect(only(log({ rule: { helpUri: 'javascript:alert(1)' } }))).not.toHaveProperty('url');
    expect(only(log({ rule: { helpUri: 'https://example.com/r' } }))?.url).toBe('https://example.com/r');
  });
});

describe('where a rule is described', () => {
  test('a part of a rule is described by the rule', () => {
    const text = log({ result: { ruleId: 'R1/part' }, rule: { defaultConfiguration: { level: 'note' } } });
    expect(only(text)).toMatchObject({ rule: 'R1/part', severity: 'LOW' });
  });

  test('a result without an identifier takes that of its index', () => {
    expect(only(log({ result: { ruleId: undefined, ruleIndex: 0 } }))?.rule).toBe('R1');
  });

  test.each([-1, 7])('an index of %i leads nowhere, and then there is no rule', (ruleIndex) => {
    expect(reasonOf(codeql(log({ result: { ruleId: undefined, ruleIndex } })))).toMatch(
      /ruleId: expected a rule/,
    );
  });

  test('a rule that nobody describes is a finding all the same', () => {
    expect(only(log({ result: { ruleId: 'other' } }))).toMatchObject({ rule: 'other', severity: 'MEDIUM' });
  });

  test('the long description stands in for a missing help, unless it says the same', () => {
    expect(only(log({ rule: { fullDescription: { text: 'Do better.' } } }))?.fix).toBe('Do better.');
    expect(only(log({ rule: { fullDescription: { text: 'wrong, and why' } } }))).not.toHaveProperty('fix');
  });
});

describe('where a result is', () => {
  const located = (physicalLocation: object, run: object = {}) =>
    only(log({ result: { locations: [{ physicalLocation }] }, run }))?.file;

  test.each([
    ['a path with encoded signs', { artifactLocation: { uri: 'a%20b/%C3%A9.ts' } }, 'a b/é.ts'],
    ['a path that is not well encoded', { artifactLocation: { uri: '100%.ts' } }, '100%.ts'],
    ['an index that leads nowhere', { artifactLocation: { index: 3 } }, undefined],
    ['no file', {}, undefined],
  ])('%s', (_what, physicalLocation, file) => {
    expect(located(physicalLocation)).toBe(file);
  });

  test('by index in the list of artifacts', () => {
    const run = { artifacts: [{}, { location: { uri: 'second.ts' } }] };
    expect(located({ artifactLocation: { index: 1 } }, run)).toBe('second.ts');
  });

  test('nowhere', () => {
    expect(only(log({ result: { locations: [] } }))).not.toHaveProperty('file');
  });
});

test('the findings of several runs are told together', () => {
  const one = JSON.parse(log({})) as { version: string; runs: object[] };
  const { findings, facts } = readable(codeql(JSON.stringify({ ...one, runs: [...one.runs, ...one.runs] })));
  expect([findings.length, facts.rules]).toEqual([2, 2]);
});
