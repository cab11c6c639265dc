import { describe, expect, test } from 'vitest';

import { codeAmong, decideFailure, errorLines, type Errors } from '../../../src/gates/packages/failure.ts';

const errors: Errors = {
  tool: 'manager',
  read: (output) => errorLines(output, /^error (.+)$/, codeAmong([['drift', /^lockfile/]])),
  ownFaults: { drift: { fix: 'Lock again.', file: 'lock' } },
};
const ended = (stderr: string, exitCode = 1): ReturnType<typeof decideFailure> =>
  decideFailure(errors, { exitCode, broke: true, stdout: '', stderr }, 'manager install');

test('an error of the project is red, with its file and what to do', () => {
  expect(ended('error lockfile differs\nerror more')).toEqual({
    outcome: 'failed',
    reason: 'manager install: lockfile differs',
    findings: [
      {
        tool: 'manager',
        rule: 'drift',
        severity: 'HIGH',
        message: 'manager install: lockfile differs',
        fix: 'Lock again.',
        file: 'lock',
      },
    ],
  });
});

describe('everything else is unavailable', () => {
  test.each([
    ['error no answer', 1, 'manager install ended with code 1: no answer'],
    ['error lockf', 1, 'manager install ended with code 1: lockf'],
    ['', 1, 'manager install ended with code 1: '],
    ['error lockfile differs', 124, 'manager install ran out of time: lockfile differs'],
    ['error lockfile differs', 137, 'manager install was killed (out of memory or time): lockfile differs'],
    ['error constructor', 1, 'manager install ended with code 1: constructor'],
  ])('%j, code %i', (stderr, exitCode, reason) => {
    expect(ended(stderr, exitCode)).toMatchObject({ outcome: 'unavailable', reason, findings: [] });
  });

  test('also the middle of a very long output, of which the end is read', () => {
    expect(ended(`error lockfile\n${'x\n'.repeat(100_000)}`)?.outcome).toBe('unavailable');
  });
});

test('what a terminal would act on is left out', () => {
  expect(ended('error \u001b[31mno\u001b[0m answer')?.reason).toBe(
    'manager install ended with code 1: no answer',
  );
});
