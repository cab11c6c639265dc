import { expect, it } from 'vitest';

import { settledMs, Settling } from '../../../../programs/deploy/rollout/settled.ts';
import type { Pod } from '../../../../programs/deploy/kube/types.ts';
import { podOf } from '../support/objects.ts';

const begun = Date.parse('2026-01-01T00:00:00Z');
const runningSince = (ms: number): Pod =>
  podOf('worker-1', { state: { running: { startedAt: new Date(ms).toISOString() } } });
const words = 'worker-1 to run for 5 s without an end';

it('a container that has just started may end at once', () => {
  expect(new Settling().waitsFor([runningSince(begun)], begun + settledMs - 1)).toBe(words);
});

it('one that has run for some time is settled at the first look', () => {
  expect(new Settling().waitsFor([runningSince(begun)], begun + settledMs)).toBeUndefined();
});

it('the clock of a server that is ahead counts for nothing', () => {
  const settling = new Settling();
  const pods = [runningSince(begun + 3_600_000)];
  expect(settling.waitsFor(pods, begun)).toBe(words);
  expect(settling.waitsFor(pods, begun + settledMs)).toBeUndefined();
});

it('a container that was started again begins anew, and one that does not run is not settled', () => {
  const settling = new Settling();
  settling.waitsFor([runningSince(begun)], begun);
  expect(settling.waitsFor([runningSince(begun + settledMs)], begun + settledMs)).toBe(words);
  expect(settling.waitsFor([podOf('worker-1', { state: { terminated: { exitCode: 1 } } })], begun)).toBe(
    words,
  );
});

it('a pod that leaves is not waited for', () => {
  const state = { running: { startedAt: new Date(begun).toISOString() } };
  expect(new Settling().waitsFor([podOf('worker-1', { state, leaving: true })], begun)).toBeUndefined();
});
