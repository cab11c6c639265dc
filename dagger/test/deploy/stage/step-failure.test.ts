import { expect, test } from 'vitest';

import { stepFailureOf } from '../../../src/deploy/stage/step-failure.ts';

test.each([
  [
    'a service that does not answer is the version’s fault',
    { step: 'fill', rule: 'probe' },
    'failed',
    'probe',
  ],
  [
    'a probe that the network kept away saw nothing',
    { step: 'fill', rule: 'unreached' },
    'unavailable',
    'unreached',
  ],
  [
    'an image that nobody could pull says nothing of the version',
    { step: 'load-image', rule: 'image-unreachable' },
    'unavailable',
    'image-unreachable',
  ],
  ['a cluster that is not there saw nothing', { step: 'cluster' }, 'unavailable', 'cluster'],
  ['a step without a rule is its own', { step: 'lock' }, 'failed', 'lock'],
] as const)('%s', (_name, failure, outcome, rule) => {
  const { step } = failure;
  expect(stepFailureOf({ ...failure, message: 'why' })).toEqual({ step, outcome, rule, message: 'why' });
});

test('a refusal of the server has the rule of its words', () => {
  const evidence = { exitCode: 1, stdout: '', stderr: 'Error from server (Forbidden): no' };
  expect(stepFailureOf({ step: 'apply', message: 'no', evidence })).toMatchObject({
    rule: 'rights',
    outcome: 'failed',
  });
});
