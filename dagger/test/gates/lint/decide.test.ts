import { describe, expect, test } from 'vitest';

import type { Evidence } from '../../../src/verdict/evidence.ts';
import type { LintContext } from '../../../src/gates/lint/adapter.ts';
import { decideLint } from '../../../src/gates/lint/decide.ts';
import { type LintTool, lintTools } from '../../../src/project/settings/lint.ts';
import type { Decision } from '../../../src/verdict/model.ts';

/** What the tools printed, each by one command or by several, or why it did not run. */
type Printed = Partial<Record<LintTool, Evidence | readonly Evidence[] | string>> &
  LintContext & { readonly unsupported?: readonly string[] };

function decided({ scripts, warningLimit, unsupported = [], ...printed }: Printed): Decision {
  const asked = lintTools.flatMap((tool) => {
    const ran = printed[tool];
    if (ran === undefined) return [];
    return [{ tool, ran: typeof ran === 'string' ? ran : [ran].flat() }];
  });
  return decideLint(asked, { contextOf: () => ({ scripts, warningLimit }), unsupported });
}

const silent: Evidence = { exitCode: 0, stdout: '', stderr: '' };
const file = { filePath: '/src/src/app.ts', messages: [] as unknown[] };
/** What the compiler printed, and the line of facts behind it. */
function checked(text: string, facts = { configurations: ['tsconfig.json'], files: 1, missed: 0 }): string {
  return `${text}${JSON.stringify({ typecheck: facts })}\n`;
}

const clean = {
  eslint: [{ ...silent, stdout: JSON.stringify([file]) }] as readonly Evidence[],
  prettier: { ...silent, stdout: 'src/app.ts 12ms (unchanged)\n' },
  tsc: { ...silent, stdout: checked('') },
  scripts: ['src/app.ts'],
};
const eslintError = { ruleId: 'no-unused-vars', severity: 2, message: "'x' is unused", line: 3, column: 7 };
const tscOutput =
  "src/app.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.\n  The expected type comes from here.\n";

const eslint = (messages: unknown[]): Evidence[] => [
  { ...silent, exitCode: 1, stdout: JSON.stringify([{ ...file, messages }]) },
];

test('three tools with nothing to say are passed, and the number of files is told', () => {
  expect(decided(clean)).toEqual({
    outcome: 'passed',
    reason: 'eslint: 0 findings in 1 file; prettier: 0 findings in 1 file; tsc: 0 findings in 1 file',
    findings: [],
  });
});

test('an ESLint error is red with file, line, column and rule', () => {
  expect(decided({ ...clean, eslint: eslint([eslintError]) })).toMatchObject({
    outcome: 'failed',
    findings: [
      { tool: 'eslint', rule: 'no-unused-vars', file: 'src/app.ts', line: 3, column: 7, severity: 'HIGH' },
    ],
  });
});

const warned = { ...clean, eslint: eslint([{ ...eslintError, severity: 1 }]) };

test("ESLint's warnings are told and not red, as by its own exit code", () => {
  const { outcome, reason, findings, tolerated } = decided(warned);
  expect({ outcome, findings }).toEqual({ outcome: 'passed', findings: [] });
  expect(reason).toContain('eslint: 0 findings in 1 file, 1 warning');
  expect(tolerated).toMatchObject([{ rule: 'no-unused-vars', severity: 'MEDIUM' }]);
});

test('they are red if there are more of them than the project lets through', () => {
  expect(decided({ ...warned, warningLimit: 0 }).outcome).toBe('failed');
  expect(decided({ ...warned, warningLimit: 1 }).outcome).toBe('passed');
});

test('a syntax error has no rule in the report and is called syntax', () => {
  const decision = decided({ ...clean, eslint: eslint([{ ...eslintError, ruleId: null, fatal: true }]) });
  expect(decision.findings[0]?.rule).toBe('syntax');
});

test('a file that is not formatted is red, and the fix is told', () => {
  const prettier = { ...silent, stdout: 'src/app.ts 12ms\nREADME.md 7ms\nok.md 1ms (unchanged)\n' };
  const decision = decided({ ...clean, prettier });
  expect(decision.findings.map((finding) => finding.file)).toEqual(['src/app.ts', 'README.md']);
  expect(decision.findings[0]?.fix).toContain('format');
});

test('a syntax error that Prettier found is red with its line', () => {
  const stderr = "[error] src/app.ts: SyntaxError: ';' expected. (3:10)\n[error]   1 | const a = 1\n";
  expect(decided({ ...clean, prettier: { exitCode: 2, stdout: '', stderr } })).toMatchObject({
    outcome: 'failed',
    findings: [{ rule: 'syntax', file: 'src/app.ts', line: 3, column: 10 }],
  });
});

test('a type error is red, and its continuation lines are not findings', () => {
  const decision = decided({ ...clean, tsc: { ...silent, exitCode: 2, stdout: checked(tscOutput) } });
  expect(decision.findings).toMatchObject([
    { tool: 'tsc', rule: 'TS2322', file: 'src/app.ts', line: 12, column: 5 },
  ]);
});

test('all three are reported, not only the first that is red', () => {
  const decision = decided({
    scripts: clean.scripts,
    eslint: eslint([eslintError]),
    prettier: { ...silent, stdout: 'a.ts 3ms\n' },
    tsc: { ...silent, exitCode: 2, stdout: checked(tscOutput) },
  });
  expect(decision.findings.map((finding) => finding.tool)).toEqual(['eslint', 'prettier', 'tsc']);
});

test('parts that are linted by themselves count as one', () => {
  const other = { filePath: '/src/part/b.ts', messages: [eslintError] };
  const part = { ...silent, exitCode: 1, stdout: JSON.stringify([other]) };
  const decision = decided({ ...clean, eslint: [...clean.eslint, part] });
  expect(decision.reason).toContain('eslint: 1 finding in 2 files');
  expect(decision.outcome).toBe('failed');
});

test('a part that could not be linted makes the gate unavailable, whatever the others say', () => {
  const decision = decided({
    ...clean,
    eslint: [...clean.eslint, { ...silent, exitCode: 137, broke: true }],
  });
  expect(decision.outcome).toBe('unavailable');
});

test('a part with no file to lint is none, where others have some', () => {
  const decision = decided({ ...clean, eslint: [...clean.eslint, { ...silent, stdout: '[]' }] });
  expect(decision).toMatchObject({ outcome: 'passed', findings: [] });
});

describe('what could not be checked is unavailable, never green', () => {
  const cases: [string, Partial<Printed>][] = [
    [
      'eslint crashed',
      { eslint: [{ exitCode: 2, broke: true, stdout: '', stderr: 'Oops! Something went wrong!' }] },
    ],
    ['eslint is not installed', { eslint: [{ exitCode: 1, stdout: '', stderr: 'Cannot find module' }] }],
    ['eslint checked no file', { eslint: [{ ...silent, stdout: '[]' }] }],
    ['eslint was killed', { eslint: [{ ...silent, exitCode: 137, broke: true }] }],
    [
      'eslint left half a report',
      { eslint: [{ ...silent, exitCode: 1, stdout: '[{"filePath":"/src/a.ts","mess' }] },
    ],
    ['eslint left another report', { eslint: [{ ...silent, stdout: '[{"path": "a.ts"}]' }] }],
    [
      'prettier found no file',
      { prettier: { ...silent, exitCode: 2, stderr: '[error] No supported files found' } },
    ],
    ['prettier hung', { prettier: { ...silent, exitCode: 124, broke: true } }],
    ['prettier checked no file', { prettier: silent }],
    ['prettier is not installed', { prettier: 'prettier is not installed' }],
    [
      'tsc checked no file',
      {
        tsc: { ...silent, stdout: checked('', { configurations: ['tsconfig.json'], files: 0, missed: 2 }) },
      },
    ],
    [
      'there is no tsconfig.json',
      { tsc: { ...silent, stdout: checked('', { configurations: [], files: 0, missed: 2 }) } },
    ],
    [
      'tsc has no input',
      { tsc: { ...silent, exitCode: 2, stdout: checked('error TS18003: No inputs were found\n') } },
    ],
    ['tsc crashed', { tsc: { exitCode: 1, stdout: '', stderr: 'RangeError: Maximum call stack' } }],
    ['tsc ran out of time', { tsc: { ...silent, exitCode: 124, broke: true } }],
  ];
  test.each(cases)('%s', (_, change) => {
    expect(decided({ ...clean, ...change })).toMatchObject({ outcome: 'unavailable', findings: [] });
  });

  test('but another tool with findings makes it red, and the silence is told', () => {
    const decision = decided({
      ...clean,
      eslint: eslint([eslintError]),
      tsc: { ...silent, exitCode: 124, broke: true },
    });
    expect(decision.outcome).toBe('failed');
    expect(decision.reason).toContain('tsc ran out of time');
    expect(decision.unchecked).toEqual(['tsc']);
  });
});

test('scripts that a linter passes over by its own configuration are counted and named', () => {
  const scripts = ['src/app.ts', 'src/b.ts', 'c.js', 'd.js', 'e.js'];
  expect(decided({ ...clean, scripts })).toMatchObject({
    outcome: 'passed',
    reason:
      'eslint: 0 findings in 1 of 5 files; prettier: 0 findings in 1 of 5 files; tsc: 0 findings in 1 file',
    notes: [
      'eslint: skipped by its own configuration: src/b.ts, c.js, d.js and 1 more',
      'prettier: skipped by its own configuration: src/b.ts, c.js, d.js and 1 more',
    ],
  });
});

test('a linter that looks at no TypeScript of a project written in it has checked nothing', () => {
  const own = [{ ...silent, stdout: JSON.stringify([{ ...file, filePath: '/src/eslint.config.js' }]) }];
  const scripts = ['eslint.config.js', 'src/app.ts', 'src/b.mts'];
  expect(decided({ ...clean, eslint: own, scripts })).toMatchObject({
    outcome: 'unavailable',
    reason: expect.stringMatching(/^eslint checked none of 2 TypeScript files: /) as string,
  });
});

test('nor has one that is red for a file in JavaScript', () => {
  const messages = [eslintError];
  const own = [
    { ...silent, exitCode: 1, stdout: JSON.stringify([{ filePath: '/src/eslint.config.js', messages }]) },
  ];
  const scripts = ['eslint.config.js', 'src/app.ts'];
  expect(decided({ ...clean, eslint: own, scripts })).toMatchObject({
    outcome: 'failed',
    unchecked: ['eslint'],
  });
});

test('sources that no tsconfig.json takes in are told', () => {
  const stdout = checked('', { configurations: ['tsconfig.json'], files: 3, missed: 2 });
  expect(decided({ ...clean, tsc: { ...silent, stdout } })).toMatchObject({
    outcome: 'passed',
    notes: ['tsc: 2 TypeScript files not taken in by tsconfig.json'],
  });
});

test('a configuration that could not be checked does not hide what another one found', () => {
  const stdout = checked(`${tscOutput}packages/b/tsconfig.json(3,5): error TS6046: Argument for ...\n`);
  const decision = decided({ ...clean, tsc: { ...silent, exitCode: 2, stdout } });
  expect(decision.findings.map(({ rule }) => rule)).toEqual(['TS2322']);
  expect(decision.unchecked).toEqual(['tsc']);
  expect(decision.notes?.join()).toContain('packages/b/tsconfig.json: TS6046');
});

test('a tool that the project leaves out is not asked', () => {
  const { eslint: parts, prettier } = clean;
  expect(decided({ eslint: parts, prettier, scripts: [] }).reason).toBe(
    'eslint: 0 findings in 1 file; prettier: 0 findings in 1 file',
  );
});

test('a tool of the project that the gate cannot run makes it unavailable, and no other finding is hidden by it', () => {
  expect(decided({ ...clean, unsupported: ['oxlint'] })).toMatchObject({
    outcome: 'unavailable',
    reason: expect.stringContaining('oxlint is used by the project, and this gate cannot run it') as string,
  });
  expect(decided({ ...clean, eslint: eslint([eslintError]), unsupported: ['oxlint'] })).toMatchObject({
    outcome: 'failed',
    unchecked: ['oxlint'],
  });
});
