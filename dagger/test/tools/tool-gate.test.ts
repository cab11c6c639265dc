import { expect, test } from 'vitest';

import type { Policy } from '../../src/verdict/exceptions.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { Decision } from '../../src/verdict/model.ts';
import type { Parsed } from '../../src/tools/answer.ts';
import { combine, type Completeness, decideTool } from '../../src/tools/tool-gate.ts';

const finding: Finding = { tool: 'semgrep', rule: 'sql', severity: 'HIGH', message: 'concatenated' };
const policy: Policy = { threshold: 'HIGH', exceptions: [], today: '2026-01-01' };
const whole: Completeness = { scope: '3 files', nothing: false };
const decide = (findings: Finding[], completeness: Partial<Completeness> = {}): Decision =>
  decideTool({ ok: true, findings, facts: whole }, policy, (facts) => ({ ...facts, ...completeness }));

test('no finding at the threshold is green, and what was tolerated is counted', () => {
  expect(decide([])).toMatchObject({ outcome: 'passed', reason: '0 findings in 3 files' });
  expect(decide([{ ...finding, severity: 'LOW' }])).toMatchObject({
    outcome: 'passed',
    reason: '0 findings in 3 files, 1 tolerated',
    tolerated: [{ rule: 'sql' }],
  });
});

test('a finding is red', () => {
  expect(decide([finding])).toMatchObject({ outcome: 'failed', reason: '1 finding in 3 files' });
});

test('a report that cannot be read is unavailable, never zero findings', () => {
  const unreadable: Parsed<Completeness> = { ok: false, reason: 'semgrep: the report is empty' };
  expect(decideTool<Completeness>(unreadable, policy, (facts) => facts)).toMatchObject({
    outcome: 'unavailable',
    reason: 'semgrep: the report is empty',
  });
});

test('a look at nothing is unavailable', () => {
  expect(decide([], { nothing: true, scope: '0 files' }).outcome).toBe('unavailable');
});

test('a look that is incomplete is unavailable, unless it found something', () => {
  const incomplete = ['src/a.ts does not parse'];
  expect(decide([], { incomplete })).toMatchObject({
    outcome: 'unavailable',
    notes: ['not checked: src/a.ts does not parse'],
  });
  expect(decide([finding], { incomplete })).toMatchObject({ outcome: 'failed', unchecked: ['semgrep'] });
});

test.each([
  [['passed', 'passed'], 'passed'],
  [['passed', 'unavailable'], 'unavailable'],
  [['unavailable', 'failed', 'passed'], 'failed'],
] as const)('parts %j make one decision: %s', (outcomes, outcome) => {
  const parts = outcomes.map((part) => ['trivy', { outcome: part, reason: part, findings: [] }] as const);
  expect(combine(parts)).toMatchObject({ outcome, reason: outcomes.join('; ') });
});

test('parts that could not look are told by their tools, though another one is red', () => {
  const part = (outcome: Decision['outcome']): Decision => ({ outcome, reason: '', findings: [] });
  const incomplete = { ...part('failed'), unchecked: ['semgrep'] };
  const combined = combine([
    ['lockfile', part('failed')],
    ['npm-audit', part('unavailable')],
    ['npm-signatures', part('passed')],
    ['semgrep', incomplete],
    ['npm-audit', part('unavailable')],
  ]);
  expect([combined.outcome, combined.unchecked]).toEqual(['failed', ['npm-audit', 'semgrep']]);
  expect(combine([['lockfile', part('failed')]])).not.toHaveProperty('unchecked');
});
