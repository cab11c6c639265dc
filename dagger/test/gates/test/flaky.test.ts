import { expect, test } from 'vitest';

import { decideRetried, isWorthARetry } from '../../../src/gates/test/flaky.ts';
import type { Finding } from '../../../src/verdict/finding.ts';
import type { Decision } from '../../../src/verdict/model.ts';

const red = (name: string): Finding => ({
  tool: 'vitest',
  rule: 'test-failed',
  severity: 'HIGH',
  file: 'test/a.test.ts',
  message: `${name}: expected 1 to be 2`,
});
const failed = (...names: string[]): Decision => ({
  outcome: 'failed',
  reason: `${String(names.length)} failed`,
  findings: names.map(red),
});
const passed: Decision = { outcome: 'passed', reason: '3 tests passed', findings: [] };

test('one run is its own answer', () => {
  expect(decideRetried([passed], 'pass')).toBe(passed);
});

test('what is red in every run is red', () => {
  expect(decideRetried([failed('a'), failed('a')], 'pass')).toMatchObject({
    outcome: 'failed',
    reason: '1 failed (after 2 runs)',
    findings: [{ rule: 'test-failed' }],
  });
});

test('what is red and then green passes, with its names', () => {
  expect(decideRetried([failed('a', 'b'), failed('a'), passed], 'pass')).toMatchObject({
    outcome: 'passed',
    findings: [],
    reason: '3 tests passed; 2 tests flaky, red before and green in the last of 3 runs',
    notes: ['flaky: test/a.test.ts: a', 'flaky: test/a.test.ts: b'],
  });
});

test('a project may have it fail', () => {
  const decision = decideRetried([failed('a'), passed], 'fail');
  expect(decision.outcome).toBe('failed');
  expect(decision.findings.map(({ rule, file }) => [rule, file])).toEqual([['flaky-test', 'test/a.test.ts']]);
});

test('a run that could not be looked at at last is no pass', () => {
  const unavailable: Decision = { outcome: 'unavailable', reason: 'no report', findings: [] };
  expect(decideRetried([failed('a'), unavailable], 'pass').outcome).toBe('unavailable');
});

test('only red tests are worth another run', () => {
  expect(isWorthARetry(failed('a'))).toBe(true);
  expect(isWorthARetry(passed)).toBe(false);
  const uncovered = { ...red('a'), rule: 'coverage-lines' };
  expect(isWorthARetry({ outcome: 'failed', reason: 'r', findings: [uncovered] })).toBe(false);
  expect(isWorthARetry({ outcome: 'unavailable', reason: 'r', findings: [] })).toBe(false);
});
