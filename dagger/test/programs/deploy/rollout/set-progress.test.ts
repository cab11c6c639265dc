import { expect, test } from 'vitest';

import { isComplete, isOutdated, podProblem } from '../../../../programs/deploy/rollout/set-progress.ts';
import { podOf, setOf } from '../support/objects.ts';

const seen = { observedGeneration: 1, readyReplicas: 1, currentRevision: 'a', updateRevision: 'a' };

test.each([
  ['its pods are ready and of the newest revision', {}, {}, true],
  ['not before its controller has seen it', {}, { observedGeneration: 0 }, false],
  ['not before its pods are ready', {}, { readyReplicas: 0 }, false],
  ['not while a pod is of an older revision', {}, { updateRevision: 'b' }, false],
  ['when as many as it asks for are updated', {}, { updateRevision: 'b', updatedReplicas: 1 }, true],
  [
    'whatever its revision, where pods are replaced by hand',
    { updateStrategy: { type: 'OnDelete' } },
    { updateRevision: 'b' },
    true,
  ],
])('a set is complete: %s', (_, spec, status, complete) => {
  expect(isComplete(setOf(spec, { ...seen, ...status }))).toBe(complete);
});

const state = { waiting: { reason: 'CrashLoopBackOff' } };

test('a pod that will not start has a problem, unless it is on its way out', () => {
  expect(podProblem(podOf('database-0', { state }))).toBe('CrashLoopBackOff');
  expect(podProblem(podOf('database-0', { state, leaving: true }))).toBeUndefined();
  expect(podProblem(podOf('database-0'))).toBeUndefined();
});

test('a pod is outdated when its revision is not the one that the set asks for', () => {
  const pod = podOf('database-0');
  const ofRevision = {
    ...pod,
    metadata: { name: 'database-0', labels: { 'controller-revision-hash': 'a' } },
  };
  expect(isOutdated(ofRevision, setOf({}, seen))).toBe(false);
  expect(isOutdated(ofRevision, setOf({}, { ...seen, updateRevision: 'b' }))).toBe(true);
});
