import { describe, expect, test } from 'vitest';
import {
  bySeverity,
  counted,
  duration,
  headline,
  percent,
  placeOf,
  sentence,
  stateOf,
  worstFirst,
} from '../../src/report/words.ts';
import { finding, gate, redVerdict, verdict } from './sample.ts';

test.each([
  [undefined, ''],
  [0, '0.0 s'],
  [849, '0.8 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_499, '59 s'],
  [59_500, '1 min 0 s'],
  [243_000, '4 min 3 s'],
])('%s ms is %j', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [84.99, '84.9'],
  [85, '85.0'],
  [99.96, '99.9'],
  [100, '100.0'],
  [0, '0.0'],
])('%s per cent is told as %s, never rounded up', (value, words) => {
  expect(percent(value)).toBe(words);
});

test.each([
  [0, '0 findings'],
  [1, '1 finding'],
  [999, '999 findings'],
  [25_000, '25,000 findings'],
  [1_234_567, '1,234,567 findings'],
])('%i is %j', (number, words) => {
  expect(counted(number, 'finding')).toBe(words);
});

describe('the state of a gate', () => {
  test.each([
    [gate(), 'passed'],
    [gate({ outcome: 'failed' }), 'failed'],
    [gate({ outcome: 'unavailable' }), 'unavailable'],
    [gate({ outcome: 'unavailable', allowed: true }), 'allowed'],
    [gate({ outcome: 'unavailable', stoppedBy: 'test' }), 'stopped'],
  ])('%#: %s', (row, state) => {
    expect(stateOf(row)).toBe(state);
  });
});

describe('the headline', () => {
  const exception = {
    tool: 't',
    id: 'i',
    reason: 'r',
    owner: 'o',
    expires: '2026-01-01',
    state: 'expired',
  } as const;
  test.each([
    ['a red run names the red gates', redVerdict(), 'Failed: lint, semgrep and audit.'],
    ['a green run counts them', verdict({ gates: [gate()] }), '1 gate passed.'],
    ['what was allowed is named', verdict(), '9 gates passed; not checked, as allowed: codeql.'],
    [
      'one gap is not green',
      verdict({ outcome: 'unavailable', exitCode: 3, gates: [gate({ outcome: 'unavailable' })] }),
      'Could not be checked: lint.',
    ],
    [
      'no gate is not green',
      verdict({ outcome: 'unavailable', exitCode: 3, gates: [] }),
      'Could not be checked: no gate ran.',
    ],
    [
      'an exception alone is red',
      verdict({ outcome: 'failed', exitCode: 1, exceptions: [exception] }),
      'Failed: 1 exception expired or matching nothing.',
    ],
    [
      'gates and exceptions',
      verdict({
        outcome: 'failed',
        exitCode: 1,
        gates: [gate({ outcome: 'failed' })],
        exceptions: [exception, { ...exception, state: 'unmatched' }],
      }),
      'Failed: lint; 2 exceptions expired or matching nothing.',
    ],
  ])('%s', (_what, sample, words) => {
    expect(sentence(headline(sample))).toBe(words);
  });
});

test('findings stand worst first, then by file and line', () => {
  const found = [
    finding({ severity: 'LOW', file: 'a' }),
    finding({ severity: 'HIGH', file: 'b', line: 9 }),
    finding({ severity: 'HIGH', file: 'b', line: 2 }),
    finding({ severity: 'CRITICAL', file: 'z' }),
    finding({ severity: 'HIGH', file: 'a' }),
  ];
  expect(worstFirst(found).map(({ severity, file, line }) => [severity, file, line])).toEqual([
    ['CRITICAL', 'z', 42],
    ['HIGH', 'a', 42],
    ['HIGH', 'b', 2],
    ['HIGH', 'b', 9],
    ['LOW', 'a', 42],
  ]);
  expect(bySeverity(found)).toEqual([
    ['CRITICAL', 1],
    ['HIGH', 3],
    ['LOW', 1],
  ]);
});

test('a place is as exact as it is known', () => {
  expect(placeOf(finding())).toBe('service/src/routes/auth/handlers.ts:42:9');
  expect(placeOf({ tool: 't', rule: 'r', severity: 'LOW', message: 'm' })).toBe('');
});
