import { describe, expect, test } from 'vitest';

import { jobNotes, undoneBy, wayOf } from '../../../src/deploy/stage/undone.ts';
import { previous } from '../sample.ts';

const failure = { step: 'jobs', outcome: 'failed', rule: 'job', message: 'it said no' } as const;

describe('how a deployment ends', () => {
  test.each([
    ['a proved version', { proof: { outcome: 'passed' } as const }, true, 'keep'],
    ['a failed Job, with a version before', { failure, previous }, true, 'roll-back'],
    ['a first version on a cluster that stays', { failure }, true, 'take-away'],
    ['a first version on a cluster of the run', { failure }, false, 'leave'],
    ['a refused version', { failure: { ...failure, step: 'validate' as const } }, true, 'leave'],
  ])('%s: %#', (_what, facts, outlives, way) => {
    expect(wayOf(facts, outlives)).toBe(way);
  });
});

test('what was taken away is told, and no version is said to be back', () => {
  const takenAway = { removed: ['Deployment/api'], kept: [] };
  expect(undoneBy({ steps: [], takenAway }, { seenAt: 1, require: [] })).toEqual({ takenAway });
  expect(undoneBy({ steps: [] }, { seenAt: 1, require: [] })).toEqual({});
});

test('Jobs of a version that is not proved are told: nobody takes back what they did', () => {
  const jobs = ['Job/migrate', 'Job/seed'];
  expect(jobNotes(jobs, 'keep')).toEqual([]);
  expect(jobNotes([], 'roll-back')).toEqual([]);
  expect(jobNotes(jobs, 'roll-back')).toEqual([
    'Job/migrate, Job/seed had begun for the version that is not proved: what it changed, such as a schema, stays; the version before runs with it',
  ]);
  expect(jobNotes(jobs, 'take-away')[0]).toMatch(/look at it before the next deployment$/);
});
