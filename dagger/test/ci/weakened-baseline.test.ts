import { expect, test } from 'vitest';

import { weakerBaseline } from '../../src/ci/weakened-baseline.ts';
import type { Baseline } from '../../src/verdict/baseline.ts';

const entry = { tool: 'eslint', rule: 'no-var', file: 'a.js', count: 3 };
const baseline: Baseline = { owner: 'platform', until: '2026-12-31', findings: [entry] };
const linesOf = (own: Partial<Baseline>, base?: Baseline): string[] =>
  weakerBaseline({ ...baseline, ...own }, base).map(({ setting, text }) => `${setting} ${text}`);

test.each<[string, Partial<Baseline>, string[]]>([
  ['the same', {}, []],
  ['lower counts, and an earlier day', { until: '2026-06-01', findings: [{ ...entry, count: 1 }] }, []],
  [
    'a higher count',
    { findings: [{ ...entry, count: 4 }] },
    ['pipeline.baseline.json carries more than there: eslint no-var in a.js (4, there 3)'],
  ],
  [
    'an entry that is new, though another is gone',
    { findings: [{ ...entry, file: 'b.js' }] },
    ['pipeline.baseline.json carries more than there: eslint no-var in b.js (3, there 0)'],
  ],
  ['a later day', { until: '2027-01-31' }, ['pipeline.baseline.json /until is 2027-01-31, there 2026-12-31']],
])('%s than in the target branch', (_, own, lines) => {
  expect(linesOf(own, baseline)).toEqual(lines);
});

test('a baseline that the target branch does not have is told', () => {
  expect(linesOf({})).toEqual([
    'pipeline.baseline.json carries more than there: eslint no-var in a.js (3, there 0)',
  ]);
});

test('a baseline that is gone is stricter', () => {
  expect(weakerBaseline(undefined, baseline)).toEqual([]);
});
