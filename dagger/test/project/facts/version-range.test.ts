import { describe, expect, test } from 'vitest';

import { admits, lowestMajor, onlyMajor, parseRange } from '../../../src/project/facts/version-range.ts';

/** The majors from 17 to 26 that a range admits. */
function majorsOf(text: string): number[] | undefined {
  const range = parseRange(text);
  const majors = Array.from({ length: 10 }, (_, index) => index + 17);
  return range && majors.filter((major) => admits(range, major));
}

describe('the majors in a range', () => {
  test.each([
    ['22', [22]],
    ['v22.1.0', [22]],
    ['=22.1.0', [22]],
    ['22.x', [22]],
    ['22.X', [22]],
    ['22.*', [22]],
    ['~22.1', [22]],
    ['~> 22.1', [22]],
    ['^22.19.0', [22]],
    ['>=24', [24, 25, 26]],
    ['>= 24.11 < 25', [24]],
    ['>24', [25, 26]],
    ['>24.1', [24, 25, 26]],
    ['<19', [17, 18]],
    ['<19.0.1', [17, 18, 19]],
    ['<=19', [17, 18, 19]],
    ['18 - 20', [18, 19, 20]],
    ['18.1.0 - 20.0.0', [18, 19, 20]],
    ['^20.18.1 || >= 25', [20, 25, 26]],
    ['18 || 20||22', [18, 20, 22]],
    ['>=25 <25.0.0', []],
    ['>=22 <20', []],
    ['>=26.0.0-rc.1', [26]],
    ['22.1.0+build', [22]],
  ])('%s', (range, majors) => {
    expect(majorsOf(range)).toEqual(majors);
  });

  test.each(['', '*', 'x', '>=0'])('every major is in %j', (range) => {
    expect(majorsOf(range)).toHaveLength(10);
  });

  test.each([
    'latest',
    'workspace:*',
    'catalog:',
    'lts/*',
    '>=',
    '22..1',
    '1 - 2 - 3',
    'git+https://a/b',
    '22 ||| 23',
  ])('%s is no range', (range) => {
    expect(parseRange(range)).toBeUndefined();
  });

  test('a text that is too long is no range', () => {
    expect(parseRange('1 || '.repeat(100_000))).toBeUndefined();
  });
});

test.each([
  ['^9.1.0', 9],
  ['9', 9],
  ['9.1.0', 9],
  ['^0.2.3', 0],
  ['>=9 <10', 9],
  ['^9.0.0 || ~9.5', 9],
  ['>=9', undefined],
  ['8 || 9', undefined],
  ['^9.1.0 || ^8', undefined],
  ['>9 <9', undefined],
  ['no range', undefined],
])('the only major of %s is %s', (range, major) => {
  expect(onlyMajor(parseRange(range))).toBe(major);
});

test('the lowest major of a range without versions is none', () => {
  expect(lowestMajor(parseRange('>=22 || 18') ?? [])).toBe(18);
  expect(lowestMajor(parseRange('>=22 <22') ?? [])).toBeUndefined();
});

test('a caret keeps the first number that is not 0', () => {
  expect(parseRange('^0.2.3')).toEqual([{ from: [0, 2, 3], below: [0, 3, 0] }]);
  expect(parseRange('^0.0.3')).toEqual([{ from: [0, 0, 3], below: [0, 0, 4] }]);
  expect(parseRange('^0')).toEqual([{ from: [0, 0, 0], below: [1, 0, 0] }]);
});
