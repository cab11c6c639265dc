import { describe, expect, test } from 'vitest';
import { parseEslint } from '../../src/verdict/parsers/eslint.ts';
import { parsePrettier } from '../../src/verdict/parsers/prettier.ts';
import { parseTsc } from '../../src/verdict/parsers/tsc.ts';
import { fixture, readable, reasonOf } from './fixture.ts';

describe('eslint', () => {
  const report = { text: fixture('eslint.json'), exitCode: 1 };

  test('every message is a finding with file, line, column and rule', () => {
    const { findings, facts } = readable(parseEslint(report));
    expect(facts.files).toBe(4);
    expect(findings).toHaveLength(4);
    expect(findings[1]).toEqual({
      tool: 'eslint',
      rule: 'no-unused-vars',
      severity: 'HIGH',
      message: "'unused' is assigned a value but never used.",
      file: 'src/unused.js',
      line: 1,
      column: 7,
    });
  });

  test('a file that does not parse is a finding of the rule "syntax"', () => {
    expect(readable(parseEslint(report)).findings[0]).toMatchObject({
      rule: 'syntax',
      file: 'src/broken.js',
    });
  });

  test('a warning is MEDIUM', () => {
    const warning = readable(parseEslint(report)).findings.find(({ rule }) => rule === 'no-warning-comments');
    expect(warning).toMatchObject({
      severity: 'MEDIUM',
      message: expect.stringContaining('<script>') as string,
    });
  });

  test('suppressed messages are not findings', () => {
    expect(
      readable(parseEslint(report)).findings.filter(({ message }) => message.includes('alsoUndefined')),
    ).toEqual([]);
  });

  test('a clean file is a file without findings', () => {
    expect(parseEslint({ text: fixture('eslint-clean.json'), exitCode: 0 })).toEqual({
      ok: true,
      findings: [],
      facts: { files: 1 },
    });
  });

  test('a level that ESLint does not have makes the report unreadable, and says where', () => {
    const text = '[{"filePath": "/src/a.ts", "messages": [{"ruleId": "x", "severity": 3, "message": "m"}]}]';
    expect(reasonOf(parseEslint({ text, exitCode: 1 }))).toBe(
      'eslint: /0/messages/0/severity: expected one of 1, 2, got 3',
    );
  });

  test.each([
    [2, 'eslint: ended with code 2'],
    [124, 'eslint: ran out of time'],
    [137, 'eslint: was killed, out of memory or time'],
    [139, 'eslint: was ended by signal 11'],
  ])('exit code %i is no report, whatever stands in it', (exitCode, reason) => {
    expect(reasonOf(parseEslint({ ...report, exitCode }))).toBe(reason);
  });
});

describe('tsc', () => {
  test('every error is a finding; indented lines belong to the one above them', () => {
    const { findings } = readable(parseTsc({ text: fixture('tsc.txt'), exitCode: 2 }));
    expect(findings.map(({ rule, file, line, column }) => [rule, file, line, column])).toEqual([
      ['TS2322', 'ts/a.ts', 1, 7],
      ['TS2322', 'ts/a.ts', 3, 29],
      ['TS2322', 'ts/a.ts', 4, 50],
      ['TS2307', 'ts/a.ts', 5, 22],
    ]);
    expect(findings[2]?.message).toMatch(/incompatible\.\n.*not assignable to type 'number'\.$/s);
  });

  test('no input files is no check', () => {
    expect(reasonOf(parseTsc({ text: fixture('tsc-nothing.txt'), exitCode: 2 }))).toMatch(
      /^tsc: TS18003: No inputs/,
    );
  });

  test.each([
    ['a missing configuration', "error TS5058: The specified path does not exist: 'missing.json'.", 1],
    ['a crash', 'node:internal/modules: cannot find module', 1],
    ['a kill', fixture('tsc.txt'), 137],
    ['errors with code 0', fixture('tsc.txt'), 0],
  ])('%s is no check', (_what, text, exitCode) => {
    expect(parseTsc({ text, exitCode })).toMatchObject({ ok: false });
  });

  test('nothing printed and code 0 is clean', () => {
    expect(parseTsc({ text: '', exitCode: 0 })).toEqual({ ok: true, findings: [], facts: {} });
  });

  test('an absolute path is told relative to the source', () => {
    const { findings } = readable(parseTsc({ text: '/src/a.ts(1,2): error TS1: m', exitCode: 1 }));
    expect(findings[0]?.file).toBe('a.ts');
  });
});

describe('prettier', () => {
  test('each listed file is a finding, and each syntax error', () => {
    const output = { text: fixture('prettier.txt'), stderr: fixture('prettier-error.txt'), exitCode: 2 };
    expect(readable(parsePrettier(output)).findings).toMatchObject([
      { rule: 'format', file: 'src/ugly.ts', line: 1, fix: 'dagger call format export --path .' },
      {
        rule: 'syntax',
        file: 'src/broken.js',
        line: 1,
        column: 14,
        message: 'SyntaxError: Unexpected token',
      },
    ]);
  });

  test('nothing listed and code 0 is clean', () => {
    expect(parsePrettier({ text: '', stderr: '', exitCode: 0 })).toEqual({
      ok: true,
      findings: [],
      facts: {},
    });
  });

  test.each([
    ['files that it could not find', '', '[error] No files matching the pattern were found: "nothing".', 2],
    ['a wrong configuration', '', '[error] Invalid configuration for file "/src/a.ts":\n[error] bad', 2],
    ['code 1 without a list', '', '', 1],
    ['a list with code 0', 'src/a.ts\n', '', 0],
    ['a kill', 'src/a.ts\n', '', 137],
  ])('%s is no check', (_what, text, stderr, exitCode) => {
    expect(reasonOf(parsePrettier({ text, stderr, exitCode }))).toMatch(/^prettier: /);
  });
});
