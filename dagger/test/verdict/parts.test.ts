import { expect, test } from 'vitest';

import { partsAfter } from '../../src/verdict/parts.ts';
import type { PartResult } from '../../src/verdict/model.ts';
import { finding } from '../report/sample.ts';

const red = (folder: string): PartResult => ({ folder, outcome: 'failed', reason: '2 findings' });
const parts = [red('.'), red('packages/a'), red('packages/ab')];
const outcomes = (unchecked: readonly string[], ...files: readonly string[]): string[] =>
  partsAfter(
    { parts, unchecked },
    files.map((file) => finding({ file })),
  ).map(({ outcome }) => outcome);

test('a part of which all findings are carried is no longer red', () => {
  expect(outcomes([])).toEqual(['passed', 'passed', 'passed']);
  expect(outcomes([], 'packages/a/x.ts')).toEqual(['passed', 'failed', 'passed']);
  expect(outcomes([], 'packages/ab/x.ts', 'src/x.ts')).toEqual(['failed', 'passed', 'failed']);
  expect(partsAfter({ parts: [red('a')] }, [])[0]?.reason).toBe('2 findings; the baseline carries them');
});

test('it is not green where something was not checked', () => {
  expect(outcomes(['eslint'], 'packages/a/x.ts')).toEqual(['unavailable', 'failed', 'unavailable']);
});

test('other parts are left as they are', () => {
  const green: PartResult = { folder: 'a', outcome: 'passed', reason: 'nothing found' };
  expect(partsAfter({ parts: [green] }, [finding({ file: 'a/x.ts' })])).toEqual([green]);
});
