import { expect, test } from 'vitest';

import { decideOwnCommand } from '../../../src/gates/lint/own-command.ts';
import type { Decision } from '../../../src/verdict/model.ts';
import type { Evidence } from '../../../src/verdict/evidence.ts';

const result = (level: string): object => ({
  ruleId: 'no-yelling',
  level,
  message: { text: 'Do not yell.' },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'docs/a.md' }, region: { startLine: 3 } } }],
});
const log = (results: readonly object[], invocations: readonly object[] = []): string =>
  JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'prose' } }, results, invocations }] });

function decided(sarif: string | undefined, change: Partial<Evidence> = {}, limit?: number): Decision {
  const evidence = { exitCode: 0, stdout: 'checked\n', stderr: '', ...change };
  const command = { name: 'prose', run: 'prose --sarif out.sarif', sarif: 'out.sarif' };
  return decideOwnCommand({ command, evidence, sarif }, limit);
}

test('without a result it is green, with its name', () => {
  expect(decided(log([]))).toMatchObject({ outcome: 'passed', reason: 'prose: 0 findings' });
});

test('an error is red, with the command before its rule, its file and line', () => {
  expect(decided(log([result('error')]), { exitCode: 2 })).toMatchObject({
    outcome: 'failed',
    reason: 'prose: 1 finding',
    findings: [
      { tool: 'lint-command', rule: 'prose/no-yelling', file: 'docs/a.md', line: 3, severity: 'HIGH' },
    ],
  });
});

test('warnings are told, and red above the limit', () => {
  expect(decided(log([result('warning')]))).toMatchObject({
    outcome: 'passed',
    reason: 'prose: 0 findings, 1 warning',
    tolerated: [{ rule: 'prose/no-yelling' }],
  });
  expect(decided(log([result('warning')]), {}, 0)).toMatchObject({ outcome: 'failed' });
});

test('a failing end that no result explains is red with its last words', () => {
  expect(decided(log([]), { exitCode: 7, stderr: 'no rules\n' })).toMatchObject({
    outcome: 'failed',
    reason: 'prose: 0 findings, and it ended with code 7',
    findings: [{ rule: 'prose/run', message: 'checked\nno rules' }],
  });
});

test.each<[string, string | undefined, Partial<Evidence>, RegExp]>([
  [
    'no file',
    undefined,
    { exitCode: 0 },
    /^prose ended with code 0 and left no file out\.sarif: expected SARIF there, as lint\.commands .* it printed: checked$/,
  ],
  [
    'no file and a failing end',
    undefined,
    { exitCode: 127 },
    /^prose ended with code 127 and left no file out\.sarif/,
  ],
  ['a file of another shape', '{}', {}, /^prose: lint-command: \/version: expected "2\.1\.0"/],
  ['a breakdown', undefined, { exitCode: 137, broke: true }, /^prose was killed/],
  [
    'a file that it could not read',
    log(
      [],
      [
        {
          executionSuccessful: true,
          toolExecutionNotifications: [{ level: 'error', message: { text: 'a.md: no text' } }],
        },
      ],
    ),
    {},
    /^prose could not check everything: a\.md: no text$/,
  ],
])('%s makes it unavailable', (_, sarif, change, reason) => {
  const decision = decided(sarif, change);
  expect(decision).toMatchObject({ outcome: 'unavailable', findings: [] });
  expect(decision.reason).toMatch(reason);
});
