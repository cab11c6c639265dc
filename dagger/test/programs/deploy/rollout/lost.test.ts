import { expect, test } from 'vitest';

import { lostAfterMs, lostPod } from '../../../../programs/deploy/rollout/lost.ts';
import type { RolloutState } from '../../../../programs/deploy/rollout/state.ts';
import type { RolloutEvent } from '../../../../src/deploy/proof/observations.ts';
import { deploymentOf, podOf, type PodChange } from '../support/objects.ts';

const fellAt = Date.parse('2026-01-01T00:00:10Z');
const late = fellAt + lostAfterMs;
const stateOf = (change: PodChange = {}): RolloutState => ({
  deployment: deploymentOf({ replicas: 1 }),
  generation: 'new',
  pods: [podOf('a', { generation: 'new', ...change })],
});
const event = (what: RolloutEvent['what'], at: string): RolloutEvent => ({
  at,
  pod: 'a',
  generation: 'new',
  what,
});
const wasReady = event('ready', '2026-01-01T00:00:00Z');
const fell = event('unready', '2026-01-01T00:00:10Z');

test('a pod that was ready and stays unready is lost, and named', () => {
  expect(lostPod(stateOf(), [wasReady, fell], late)).toBe('a, which was ready and has not been for 15 s');
});

test.each<[string, RolloutState, RolloutEvent[], number]>([
  ['has not been unready for long', stateOf(), [wasReady, fell], late - 1],
  ['was never ready', stateOf(), [event('started', '2026-01-01T00:00:00Z')], late],
  [
    'is ready again',
    stateOf({ ready: true }),
    [wasReady, fell, event('ready', '2026-01-01T00:00:12Z')],
    late,
  ],
  ['is terminating', stateOf({ leaving: true }), [wasReady, fell], late],
  ['is of the version before', stateOf({ generation: 'old' }), [wasReady, fell], late],
  ['was not watched', stateOf(), [], late],
])('a pod is not lost if it %s', (_, state, events, now) => {
  expect(lostPod(state, events, now)).toBeUndefined();
});
