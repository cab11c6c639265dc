import { describe, expect, test } from 'vitest';

import { carriedRows } from '../../src/gates/order.ts';
import type { Baseline } from '../../src/verdict/baseline.ts';
import { baselineUse, lowered } from '../../src/verdict/baseline-use.ts';
import { baselineLines } from '../../src/verdict/baseline-words.ts';
import type { Finding } from '../../src/verdict/finding.ts';
import type { GateResult } from '../../src/verdict/model.ts';

const entry = { tool: 'eslint', rule: 'no-var', file: 'a.js', count: 3 };
const baseline: Baseline = { owner: 'platform', until: '2026-12-31', findings: [entry] };
const found: Finding = { tool: 'eslint', rule: 'no-var', severity: 'HIGH', message: 'm', file: 'a.js' };
const gate = (change: Partial<GateResult> = {}): GateResult => ({
  gate: 'lint',
  stage: 'lint',
  outcome: 'passed',
  reason: '',
  findings: [],
  allowed: false,
  ...change,
});
const rows = carriedRows(['lint', 'scan-config', 'scan-secrets', 'test']);
const countsOf = (gates: GateResult[], findings = [entry]): number[] =>
  lowered({ ...baseline, findings }, { gates, rows }).findings.map(({ count }) => count);

describe('the lower counts', () => {
  test.each<[string, Partial<GateResult>, number[]]>([
    ['one that is left', { carried: [found] }, [1]],
    ['one that is tolerated is still there', { carried: [found], tolerated: [found] }, [2]],
    ['none that is left: the entry goes', {}, []],
    [
      'more than are carried: never higher',
      { outcome: 'failed', findings: Array(5).fill(found) as Finding[] },
      [3],
    ],
    ['a gate that could not look', { outcome: 'unavailable' }, [3]],
    ['a tool that could not look in a red gate', { outcome: 'failed', unchecked: ['eslint'] }, [3]],
    ['another tool that could not look', { outcome: 'failed', unchecked: ['tsc'] }, []],
  ])('%s', (_, change, counts) => {
    expect(countsOf([gate(change)])).toEqual(counts);
  });

  test('a tool with several gates has looked once each that the project has did', () => {
    const secret = [{ tool: 'trivy', rule: 'private-key', file: 'key', count: 1 }];
    const scans = ['scan-config', 'scan-secrets'].map((name) => gate({ gate: name }));
    expect(countsOf(scans, secret)).toEqual([]);
    expect(countsOf(scans.slice(1), secret)).toEqual([1]);
  });

  test('an entry of a tool that no gate of the project has stays', () => {
    expect(countsOf([gate()], [{ ...entry, tool: 'semgrep' }])).toEqual([3]);
  });
});

describe('the state in a run', () => {
  const use = (gates: GateResult[], today = '2026-12-31'): string[] =>
    baselineLines({ baseline: baselineUse(baseline, { gates, rows, today }) ?? expect.fail('no use') });

  test('says how many findings are carried, by whom and until when', () => {
    expect(use([gate({ carried: [found, found, found] })])).toEqual([
      'pipeline.baseline.json carries 3 findings (owner platform, last day 2026-12-31)',
    ]);
  });

  test('tells that some are fixed, and how the counts are lowered', () => {
    expect(use([gate({ carried: [found] })])).toEqual([
      'pipeline.baseline.json carries 1 finding (owner platform, last day 2026-12-31)',
      '2 findings fewer than pipeline.baseline.json carries: dagger call baseline proposes the lower counts',
    ]);
  });

  test('is expired after its last day', () => {
    expect(use([gate({ findings: [found, found, found] })], '2027-01-01')).toEqual([
      'pipeline.baseline.json is expired and carries nothing (owner platform, last day 2026-12-31): fix what is left, or agree on a later day',
    ]);
  });

  test('a project without a baseline has none', () => {
    expect(baselineUse(undefined, { gates: [], rows, today: '2026-01-01' })).toBeUndefined();
    expect(baselineLines({})).toEqual([]);
  });
});
