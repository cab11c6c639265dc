import { describe, expect, test } from 'vitest';
import { firstFixed, inRange } from '../../../src/gates/audit/version-range.ts';

describe('a version is in a range', () => {
  test.each([
    ['4.17.20', '<4.17.21'],
    ['0.0.8', '<0.2.4'],
    ['1.4.0', '>=1.0.0 <1.4.2'],
    ['1.4.0', '>= 1.0.0, < 1.4.2'],
    ['2.0.5', '<1.0.0 || >=2.0.0 <2.1.0'],
    ['1.2.3', '*'],
    ['1.2.3', '=1.2.3'],
    ['1.2.3', '1.2.3'],
    ['1.2.3', '<=1.2.3'],
    ['1.0.0-beta.2', '<1.0.0'],
    ['1.0.0-beta.2', '>1.0.0-beta.1 <1.0.0-rc.1'],
    ['1.0.0-beta.11', '>1.0.0-beta.2'],
    ['1.0.0-alpha.1', '>1.0.0-alpha'],
    ['1.0.0-alpha.beta', '>1.0.0-alpha.1'],
    ['v1.2.3+build', '<1.2.4'],
    ['10.0.0', '>9'],
  ])('%s in %s', (version, range) => {
    expect(inRange(version, range)).toBe(true);
  });

  test.each([
    ['4.17.21', '<4.17.21'],
    ['1.4.2', '>=1.0.0 <1.4.2'],
    ['1.5.0', '<1.0.0 || >=2.0.0 <2.1.0'],
    ['1.2.3', '>1.2.3'],
    ['1.2.4', '=1.2.3'],
    ['1.0.0', '<1.0.0-rc.1'],
    ['1.0.0-alpha', '>1.0.0-alpha.1'],
    ['9.9.9', '>=10'],
  ])('%s not in %s', (version, range) => {
    expect(inRange(version, range)).toBe(false);
  });

  test.each([
    ['unknown', '<1.0.0'],
    ['1.0.0', '~>0.9'],
    ['5.0.0', '^1.0.0'],
    ['5.0.0', 'something else'],
  ])('what cannot be compared counts as hit: %s, %s', (version, range) => {
    expect(inRange(version, range)).toBe(true);
  });
});

test.each([
  ['<4.17.21', '4.17.21'],
  ['>=1.0.0 <1.4.2', '1.4.2'],
  ['<1.0.0 || >=2.0.0 < 2.1.0-rc.1', '2.1.0-rc.1'],
  ['<=0.2.3', undefined],
  ['*', undefined],
])('the first fixed version of %s is %s', (range, version) => {
  expect(firstFixed(range)).toBe(version);
});
