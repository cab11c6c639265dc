import { expect, test } from 'vitest';

import { daysAfter, isDay } from '../../src/verdict/day.ts';

test.each([
  ['2026-12-31', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-2-9', false],
  ['2026-12-31T00:00:00Z', false],
  ['', false],
])('%j is a day: %s', (text, is) => {
  expect(isDay(text)).toBe(is);
});

test('days are counted over months and years', () => {
  expect([daysAfter('2026-11-30', 90), daysAfter('2024-02-28', 1)]).toEqual(['2027-02-28', '2024-02-29']);
});
