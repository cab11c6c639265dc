import { expect, test } from 'vitest';

import type { GateResult, Outcome } from '../../src/verdict/model.ts';
import { gateNames } from '../../src/gates/order.ts';
import { findingLines, verdictTable } from '../../src/verdict/table.ts';
import { decisiveGates, isGreen, verdictOf } from '../../src/verdict/verdict.ts';

const gate = (change: Partial<GateResult> = {}): GateResult => ({
  gate: 'lint',
  stage: 'lint',
  outcome: 'passed',
  reason: 'nothing found',
  findings: [],
  allowed: false,
  durationMs: 1234,
  ...change,
});
const others = gateNames
  .filter((name) => !['lint', 'test'].includes(name))
  .map((name) => ({ gate: name, reason: 'not named by pipeline.json' }));
const run = (gates: GateResult[]): ReturnType<typeof verdictOf> =>
  verdictOf({
    project: 'p',
    revision: 'r',
    gates,
    notConfigured: others,
    images: [],
    exceptions: [],
    durationMs: 5000,
  });
/** Lines of a table with one bar between cells, however wide the columns are. */
const rowsOf = (table: string): string[] => table.split('\n').map((line) => line.replaceAll(/ {2,}/g, '|'));
const failed = gate({ outcome: 'failed' });
const missing = gate({ outcome: 'unavailable' });
const allowed = gate({ outcome: 'unavailable', allowed: true });

test.each<[string, GateResult[], Outcome, number]>([
  ['all passed', [gate(), gate()], 'passed', 0],
  ['one failed', [gate(), failed], 'failed', 1],
  ['one unavailable', [gate(), missing], 'unavailable', 3],
  ['failed outweighs unavailable', [missing, failed, allowed], 'failed', 1],
  ['unavailable but allowed', [gate(), allowed], 'passed', 0],
  ['one allowed, one not', [allowed, missing], 'unavailable', 3],
  ['no gate at all', [], 'unavailable', 3],
  ['none but allowed ones: nothing was checked', [allowed, allowed], 'unavailable', 3],
])('%s: %#', (_, gates, outcome, exitCode) => {
  expect(run(gates)).toMatchObject({ outcome, exitCode });
});

test.each(['expired', 'unmatched'] as const)(
  'an exception that is %s is red and told, all gates green',
  (state) => {
    const use = { tool: 'trivy', id: 'CVE-1', reason: 'r', owner: 'platform', expires: '2026-01-01', state };
    const verdict = verdictOf({
      project: 'p',
      revision: 'r',
      notConfigured: [],
      gates: [gate()],
      images: [],
      durationMs: 1,
      exceptions: [use],
    });
    expect(verdict).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(verdictTable(verdict)).toContain(`exception for CVE-1 (trivy, owner platform) is ${state}`);
  },
);

test('a gate that the project does not have is in the table, with its reason', () => {
  expect(rowsOf(verdictTable(run([gate()])))).toContain('smoke|not configured|not named by pipeline.json');
});

test('an allowance never turns a finding green', () => {
  expect(isGreen(gate({ outcome: 'failed', allowed: true }))).toBe(false);
});

test('the table has a line per gate, in words, and the exit code', () => {
  const table = verdictTable(
    run([gate(), gate({ gate: 'test', outcome: 'unavailable', allowed: true, reason: 'no database' })]),
  );
  expect(rowsOf(table).slice(0, 3)).toEqual([
    'gate|outcome|time|reason',
    'lint|passed|1.2 s|nothing found',
    'test|unavailable (allowed)|1.2 s|no database',
  ]);
  expect(rowsOf(table)).toContain('image|not configured|not named by pipeline.json');
  expect(table).toContain('verdict: passed (exit code 0), p r, 5.0 s');
});

test('a finding is a line as compilers print it, with what to do', () => {
  const finding = {
    tool: 'eslint',
    rule: 'no-eval',
    severity: 'HIGH',
    message: 'eval',
    file: 'a.ts',
    line: 3,
  } as const;
  expect(findingLines(gate({ findings: [{ ...finding, fix: 'remove it' }] }))).toEqual([
    'a.ts:3: no-eval (eslint, HIGH): eval [remove it]',
  ]);
});

test('five hundred findings are not poured over a terminal', () => {
  const finding = { tool: 't', rule: 'r', severity: 'LOW', message: 'm' } as const;
  const lines = findingLines(gate({ findings: Array.from({ length: 500 }, () => finding) }));
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toContain('450 more');
});

test("a tool's text cannot colour the terminal or move its cursor", () => {
  const table = verdictTable(run([gate({ reason: 'a\u001b[2J\u001b[31mred\u0007\r\nb' })]));
  expect(table).toContain('ared b');
  expect(table).not.toContain('\u001b');
});

test('text from outside is no order of characters and no command to a runner', () => {
  const message = 'first\n::error file=a::b\n  ::set-output name=x::y\n##[command]z \u202egnp.exe \u009b31m';
  const finding = { tool: 't', rule: 'r', severity: 'LOW', message } as const;
  const lines = findingLines(gate({ findings: [finding], notes: ['::warning::n'] }))
    .join('\n')
    .split('\n');
  expect(lines.filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  expect(lines).toContain('| ::error file=a::b');
  expect(lines.join('')).not.toMatch(/[\u202e\u009b]/);
});

test('what is weaker than the defaults, and what the source silences, stands below the table', () => {
  const suppressed = [
    { tool: 'tsc', rule: 'ts-ignore', severity: 'LOW', message: 'm', file: 'a.ts', line: 3 } as const,
  ];
  const verdict = {
    ...run([gate({ suppressed })]),
    weakened: [{ setting: '/threshold', text: 'is CRITICAL, by default HIGH', than: 'defaults' as const }],
  };
  const table = verdictTable(verdict);
  expect(table).toContain('suppressed in the source, lint: 1 (a.ts:3 ts-ignore)');
  expect(table).toContain('weaker than the default: /threshold is CRITICAL, by default HIGH');
});

test('the beginning of a long message stands for it', () => {
  const message = Array.from({ length: 30 }, (_, index) => `line ${String(index)}`).join('\n');
  const [line = ''] = findingLines(gate({ findings: [{ tool: 't', rule: 'r', severity: 'LOW', message }] }));
  expect(line.split('\n')).toHaveLength(9);
});

test('an outcome comes from the gates that ended that way by themselves', () => {
  const stopped = gate({ gate: 'image', outcome: 'unavailable', stoppedBy: 'lint' });
  expect(decisiveGates(run([failed, missing, stopped]))).toEqual([failed]);
  expect(decisiveGates(run([missing, allowed, stopped]))).toEqual([missing]);
  expect(decisiveGates(run([gate()]))).toEqual([]);
});

test('each part of a gate has a line of its own below the gate', () => {
  const parts = [
    { folder: 'packages/a', outcome: 'passed', reason: '3 tests passed' },
    { folder: 'packages/b\u001b[2J', outcome: 'failed', reason: '1 test failed' },
  ] as const;
  const table = rowsOf(
    verdictTable(run([gate({ outcome: 'failed', reason: '1 of 2 parts failed', parts })])),
  );
  expect(table.slice(1, 4)).toEqual([
    'lint|failed|1.2 s|1 of 2 parts failed',
    '|packages/a|passed|3 tests passed',
    expect.stringMatching(/^\|packages\/b.*\|failed\|1 test failed$/),
  ]);
  expect(table.join()).not.toContain('\u001b');
});
