import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/report/critical-path.ts';
import { criticalPath } from '../../src/report/critical-path.ts';
import { greenGates } from './sample.ts';

const span = (gate: string, startMs: number, durationMs: number, needs: string[] = []): Span => ({
  gate,
  startMs,
  durationMs,
  needs,
});

describe('the critical path', () => {
  test('of the sample is the slowest check, the image and the slowest scan', () => {
    expect(criticalPath(greenGates)).toEqual(['test', 'image', 'scan-vulnerabilities']);
  });

  test('ends with the gate that ended last, not with the longest', () => {
    expect(criticalPath([span('long', 0, 50), span('a', 0, 40), span('b', 40, 20, ['a'])])).toEqual([
      'a',
      'b',
    ]);
  });

  test('goes back to the need that ended last', () => {
    const gates = [span('a', 0, 10), span('b', 0, 30), span('c', 5, 20), span('d', 30, 1, ['a', 'b', 'c'])];
    expect(criticalPath(gates)).toEqual(['b', 'd']);
  });

  test('leaves out gates that did not run, and goes on through them', () => {
    const gates = [span('a', 0, 10), { gate: 'skipped', needs: ['a'] }, span('c', 12, 5, ['skipped'])];
    expect(criticalPath(gates)).toEqual(['a', 'c']);
  });

  test('of nothing that ran is empty', () => {
    expect(criticalPath([])).toEqual([]);
    expect(criticalPath([{ gate: 'a' }, { gate: 'b', needs: ['a'] }])).toEqual([]);
  });

  test('takes needs that nobody knows, and the first of two that end together', () => {
    expect(criticalPath([span('a', 0, 10), span('b', 0, 10), span('c', 10, 1, ['gone', 'a', 'b'])])).toEqual([
      'a',
      'c',
    ]);
  });

  test('ends in a circle', () => {
    const path = criticalPath([span('a', 0, 10, ['b']), span('b', 0, 9, ['a'])]);
    expect(path).toEqual(['b', 'a']);
  });

  test('a gate that took no time counts', () => {
    expect(criticalPath([span('a', 0, 0)])).toEqual(['a']);
  });
});
