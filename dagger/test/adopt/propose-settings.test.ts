import { expect, test } from 'vitest';

import { proposedSettings } from '../../src/adopt/propose-settings.ts';
import { covered } from './sample.ts';

const proposed = (text: string | undefined, lines: number | undefined): unknown => {
  const coverage = lines === undefined ? undefined : covered(lines);
  const settings = proposedSettings({ text, required: 85, coverage });
  return settings === undefined ? undefined : JSON.parse(settings.text);
};

test.each<[string, string | undefined, number | undefined, unknown]>([
  ['less than the default, rounded down', undefined, 41.96, { coverage: { lines: 41 } }],
  ['nothing at all', undefined, 0, { coverage: { lines: 0 } }],
  ['as much as the default', undefined, 85, undefined],
  ['not measured', undefined, undefined, undefined],
  [
    'a file with other keys, which stay',
    '{"project":"x","coverage":{}}',
    41,
    { project: 'x', coverage: { lines: 41 } },
  ],
  ['a file that says it already', '{"coverage":{"lines":90}}', 41, undefined],
])('coverage: %s', (_, text, lines, content) => {
  expect(proposed(text, lines)).toEqual(content);
});

test('a file that begins with a byte order mark is read', () => {
  expect(proposed('\uFEFF{}', 41)).toEqual({ coverage: { lines: 41 } });
});

test('it says what the figure is and what it would be by default', () => {
  const { why } = proposedSettings({ text: undefined, required: 85, coverage: covered(41.96) }) ?? {};
  expect(why).toBe("coverage.lines is 41, today's figure (42.0 %) rounded down; the default is 85");
});
