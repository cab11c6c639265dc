import { describe, expect, test } from 'vitest';
import { parseEslint } from '../../../src/gates/lint/eslint.ts';
import { parsePrettier } from '../../../src/gates/lint/prettier.ts';
import { parseTsc } from '../../../src/gates/lint/tsc.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

describe('eslint', () => {
  const report = { text: fixture('eslint.json'), exitCode: 1 };

  test('every message is a finding with file, line, column and rule', () => {
    const { findings, facts } = readable(parseEslint(report));
    expect(facts.files).toHaveLength(4);
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

  test('suppressed messages are not findings, and are told with their place and reason', () => {
    const { findings, facts } = readable(parseEslint(report));
    expect(findings.filter(({ message }) => message.includes('alsoUndefined'))).toEqual([]);
    expect(facts.suppressed).toMatchObject([{ rule: 'no-undef', line: 5 }]);
    const message = {
      ruleId: 'no-var',
      severity: 2,
      message: 'm',
      line: 1,
      suppressions: [{ kind: 'directive', justification: 'old code' }],
    };
    const text = JSON.stringify([{ filePath: '/src/a.ts', messages: [], suppressedMessages: [message] }]);
    expect(readable(parseEslint({ text, exitCode: 0 })).facts.suppressed[0]?.message).toBe(
      'm (suppressed: old code)',
    );
  });

  test('a clean file is a file without findings', () => {
    expect(parseEslint({ text: fixture('eslint-clean.json'), exitCode: 0 })).toEqual({
      ok: true,
      findings: [],
      facts: { files: ['src/clean.js'], suppressed: [] },
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
    [137, 'eslint: was killed (out of memory or time)'],
    [139, 'eslint: was ended by SIGSEGV'],
  ])('exit code %i is no report, whatever stands in it', (exitCode, reason) => {
    expect(reasonOf(parseEslint({ ...report, exitCode }))).toBe(reason);
  });
});

/** What the compiler printed, and the line of facts behind it. */
const withFacts = (text: string): string =>
  `${text}\n{"typecheck":{"configurations":["tsconfig.json"],"files":4,"missed":1}}\n`;

describe('tsc', () => {
  test('every error is a finding; indented lines belong to the one above them', () => {
    const { findings } = readable(parseTsc({ text: withFacts(fixture('tsc.txt')), exitCode: 2 }));
    expect(findings.map(({ rule, file, line, column }) => [rule, file, line, column])).toEqual([
      ['TS2322', 'ts/a.ts', 1, 7],
      ['TS2322', 'ts/a.ts', 3, 29],
      ['TS2322', 'ts/a.ts', 4, 50],
      ['TS2307', 'ts/a.ts', 5, 22],
    ]);
    expect(findings[2]?.message).toMatch(/incompatible\.\n.*not assignable to type 'number'\.$/s);
  });

  test.each([
    ['no input files', fixture('tsc-nothing.txt'), /^TS18003: No inputs/],
    ['a missing file', "error TS5058: The specified path does not exist: 'missing.json'.", /^TS5058: /],
    [
      'a wrong option',
      "tsconfig.json(3,5): error TS6046: Argument for '--module' ...",
      /^tsconfig.json: TS6046/,
    ],
  ])('%s is told of the configuration, and is no finding', (_what, text, says) => {
    const { findings, facts } = readable(parseTsc({ text: withFacts(text), exitCode: 2 }));
    expect(findings).toEqual([]);
    expect(facts.incomplete[0]).toMatch(says);
  });

  test('what the compiler says of a line is a finding, whatever its number', () => {
    const text = "src/a.ts(2,7): error TS6133: 'x' is declared but its value is never read.";
    const { findings, facts } = readable(parseTsc({ text: withFacts(text), exitCode: 2 }));
    expect(findings.map(({ rule }) => rule)).toEqual(['TS6133']);
    expect(facts.incomplete).toEqual([]);
  });

  test.each([
    ['a crash', 'node:internal/modules: cannot find module', 1],
    ['a kill', fixture('tsc.txt'), 137],
    ['errors with code 0', fixture('tsc.txt'), 0],
  ])('%s is no check', (_what, text, exitCode) => {
    expect(parseTsc({ text, exitCode })).toMatchObject({ ok: false });
  });

  test('no error and code 0 is clean, and the files are told', () => {
    expect(parseTsc({ text: withFacts(''), exitCode: 0 })).toEqual({
      ok: true,
      findings: [],
      facts: { configurations: ['tsconfig.json'], files: 4, missed: 1, incomplete: [] },
    });
  });

  test('silence is no check', () => {
    expect(parseTsc({ text: '', exitCode: 0 })).toMatchObject({ ok: false });
  });

  test('an absolute path is told relative to the source', () => {
    const { findings } = readable(parseTsc({ text: withFacts('/src/a.ts(1,2): error TS1: m'), exitCode: 1 }));
    expect(findings[0]?.file).toBe('a.ts');
  });
});

describe('prettier', () => {
  test('each listed file is a finding, and each syntax error', () => {
    const output = { text: fixture('prettier.txt'), stderr: fixture('prettier-error.txt'), exitCode: 2 };
    expect(readable(parsePrettier(output)).findings).toMatchObject([
      { rule: 'format', file: 'src/ugly.ts', line: 1, fix: 'dagger call format -y' },
      {
        rule: 'syntax',
        file: 'src/broken.js',
        line: 1,
        column: 14,
        message: 'SyntaxError: Unexpected token',
      },
    ]);
  });

  test('files that did not change are clean, and counted', () => {
    const text = 'a.ts 25ms (unchanged)\nmy file.ts 0ms (unchanged) (cached)\n';
    expect(parsePrettier({ text, stderr: '', exitCode: 0 })).toEqual({
      ok: true,
      findings: [],
      facts: { files: ['a.ts', 'my file.ts'] },
    });
  });

  test.each([
    ['nothing is named', '', 0],
    ['nothing is there', '[error] No supported files were found in the directory: ".".', 2],
  ])('where %s, no file was looked at', (_what, stderr, exitCode) => {
    expect(readable(parsePrettier({ text: '', stderr, exitCode })).facts.files).toEqual([]);
  });

  test.each([
    ['a wrong configuration', '', '[error] Invalid configuration for file "/src/a.ts":\n[error] bad', 2],
    ['code 1', '', '', 1],
    ['a kill', 'src/a.ts 3ms\n', '', 137],
  ])('%s is no check', (_what, text, stderr, exitCode) => {
    expect(reasonOf(parsePrettier({ text, stderr, exitCode }))).toMatch(/^prettier: /);
  });
});
