import { describe, expect, test } from 'vitest';

import { type Baseline, carry, type Carrying } from '../../src/verdict/baseline.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { Decision } from '../../src/verdict/model.ts';

const unused: Finding = {
  tool: 'eslint',
  rule: 'no-unused-vars',
  severity: 'HIGH',
  message: 'never used',
  file: 'src/a.ts',
  line: 3,
};
const baseline: Baseline = {
  owner: 'platform',
  until: '2026-12-31',
  findings: [{ tool: 'eslint', rule: 'no-unused-vars', file: 'src/a.ts', count: 2 }],
};
const carrying: Carrying = { baseline, tools: ['eslint', 'tsc'], isScanner: false, today: '2026-12-31' };
const failed = (findings: readonly Finding[], change: Partial<Decision> = {}): Decision => ({
  outcome: 'failed',
  reason: `${String(findings.length)} findings in 9 files`,
  findings,
  ...change,
});
const at = (line: number, change: Partial<Finding> = {}): Finding => ({ ...unused, line, ...change });

describe('what was there before is carried', () => {
  test('a gate of which every finding is carried has passed, and they stay in the report', () => {
    expect(carry(failed([at(1), at(2)]), carrying)).toEqual({
      outcome: 'passed',
      reason: '2 findings in 9 files; the baseline carries 2',
      findings: [],
      carried: [at(1), at(2)],
    });
  });

  test('fewer than are carried are carried too, on whatever lines', () => {
    expect(carry(failed([at(700)]), carrying)).toMatchObject({ outcome: 'passed', carried: [at(700)] });
  });

  test('findings without a file are carried by an entry whose file is empty', () => {
    const nowhere: Finding = {
      tool: 'eslint',
      rule: 'no-unused-vars',
      severity: 'HIGH',
      message: 'never used',
    };
    const entry = { tool: 'eslint', rule: 'no-unused-vars', file: '', count: 1 };
    const decided = carry(failed([nowhere]), { ...carrying, baseline: { ...baseline, findings: [entry] } });
    expect(decided).toMatchObject({ outcome: 'passed', carried: [nowhere] });
  });

  test('a gate that passed, or was unavailable, or is red without a finding stays as it is', () => {
    for (const outcome of ['passed', 'unavailable', 'failed'] as const) {
      const decision: Decision = { outcome, reason: 'so', findings: [] };
      expect(carry(decision, carrying)).toBe(decision);
    }
  });
});

describe('what is new is red', () => {
  test.each<[string, Partial<Finding>]>([
    ['another rule', { rule: 'no-var' }],
    ['another file', { file: 'src/b.ts' }],
    ['another tool', { tool: 'tsc' }],
    ['a tool that has no baseline', { tool: 'lint', rule: 'suppressions' }],
  ])('a finding of %s', (_, change) => {
    const decided = carry(failed([at(1), at(2, change)]), carrying);
    expect(decided).toMatchObject({
      outcome: 'failed',
      findings: [at(2, change)],
      carried: [at(1)],
      reason: '2 findings in 9 files; the baseline carries 1',
    });
  });

  test('one more than are carried makes all of them red: which one is new cannot be known', () => {
    const all = [at(1), at(2), at(3)];
    expect(carry(failed(all, { notes: ['before'] }), carrying)).toEqual({
      ...failed(all),
      notes: ['before', 'eslint no-unused-vars in src/a.ts: 3 findings, 2 are carried: 1 is new'],
    });
  });

  test('nothing is carried after the last day, nor without a baseline', () => {
    const decision = failed([at(1)]);
    expect(carry(decision, { ...carrying, today: '2027-01-01' })).toBe(decision);
    expect(carry(decision, { ...carrying, baseline: undefined })).toBe(decision);
  });
});

describe('what is never carried', () => {
  const named = (change: Partial<Finding>, isScanner: boolean): Decision => {
    const finding = at(1, { tool: 'tsc', rule: 'r', ...change });
    const entry = { tool: finding.tool, rule: finding.rule, file: 'src/a.ts', count: 9 };
    const findings = [...baseline.findings, entry];
    return carry(failed([at(1), finding]), { ...carrying, isScanner, baseline: { ...baseline, findings } });
  };

  test('a CRITICAL finding of a scanner', () => {
    expect(named({ severity: 'CRITICAL' }, true)).toMatchObject({
      outcome: 'failed',
      findings: [{ severity: 'CRITICAL' }],
      carried: [at(1)],
      notes: [
        'tsc r in src/a.ts is CRITICAL, which no baseline carries: fix it, or give it an exception of its own in pipeline.json',
      ],
    });
    expect(named({ severity: 'HIGH' }, true).outcome).toBe('passed');
    expect(named({ severity: 'CRITICAL' }, false).outcome).toBe('passed');
  });

  test('a file that a linter could not read', () => {
    const decided = named({ rule: 'syntax' }, false);
    expect(decided.outcome).toBe('failed');
    expect(decided.notes?.[0]).toMatch(/^tsc syntax in src\/a\.ts means that tsc could not read the file/);
  });

  test('what was not checked: the gate is then unavailable, and not passed', () => {
    const decided = carry(failed([at(1)], { unchecked: ['tsc'] }), carrying);
    expect(decided).toMatchObject({
      outcome: 'unavailable',
      reason: 'could not check everything (tsc): 1 findings in 9 files; the baseline carries 1',
      unchecked: ['tsc'],
    });
  });
});
