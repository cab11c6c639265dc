import { describe, expect, test } from 'vitest';
import { timeline } from '../../../src/report/page/timeline.ts';
import { gate, greenGates, redVerdict, verdict } from '../sample.ts';

const draw = (gates = greenGates): string => timeline(verdict({ gates })).text;

/** The words along the axis. */
const ticks = (durationMs: number): string[] =>
  [...draw([gate({ durationMs })]).matchAll(/class="tick"[^>]*>([^<]*)</g)].map(([, words = '']) => words);

describe('the axis', () => {
  test.each([
    [400, ['0', '0.1 s', '0.2 s', '0.3 s', '0.4 s']],
    [8400, ['0', '2 s', '4 s', '6 s', '8 s']],
    [75_900, ['0', '30 s', '1 min']],
    [300_000, ['0', '1 min', '2 min', '3 min', '4 min', '5 min']],
    [5_400_000, ['0', '30 min', '60 min', '90 min']],
    [86_400_000, ['0', '300 min', '600 min', '900 min', '1200 min']],
  ])('of %i ms has round steps', (durationMs, words) => {
    expect(ticks(durationMs)).toEqual(words);
  });
});

describe('the bars', () => {
  test('stand in the order in which the gates started', () => {
    const names = [...draw().matchAll(/<tspan class="name[^"]*">([^<]*)</g)].map(([, name = '']) => name);
    expect(names.slice(0, 6)).toEqual(['lint', 'semgrep', 'codeql', 'audit', 'test', 'image']);
  });

  test('that start on the right have their names end with them', () => {
    expect(draw()).toMatch(/text-anchor="end"><tspan class="name critical">image</);
    expect(draw()).toMatch(/text-anchor="start"><tspan class="name critical">test</);
  });

  test('of gates that are not green say so in words and colour', () => {
    const text = timeline(redVerdict()).text;
    expect(text.match(/class="bar is-failed"/g)).toHaveLength(3);
    expect(text).toContain('21 s, failed');
    expect(text).toContain('2.1 s, unavailable (allowed)');
  });

  test('of the critical path are joined where one ends and the next begins', () => {
    expect([...draw().matchAll(/class="link" x1="([\d.]+)%"/g)].map(([, x]) => x)).toEqual([
      '62.98',
      '87.09',
    ]);
  });
});

test('the drawing is described for those who do not see it', () => {
  expect(draw()).toContain('Critical path: test, then image, then scan-vulnerabilities.');
});

test('without a gate that ran there is a sentence instead', () => {
  expect(timeline(verdict({ gates: [] })).text).toBe('<p class="soft">No gate ran.</p>');
});
