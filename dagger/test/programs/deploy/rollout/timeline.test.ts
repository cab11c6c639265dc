import { expect, test } from 'vitest';

import { timelineOf } from '../../../../programs/deploy/rollout/timeline.ts';
import { podOf } from '../support/objects.ts';

const running = { state: { running: {} } };

test('what is there at first is no event; what is different at a look is, in order', () => {
  const timeline = timelineOf([podOf('old', { ...running, generation: 'old', ready: true })]);
  timeline.look([podOf('old', { ...running, generation: 'old', ready: true }), podOf('new')]);
  timeline.look([
    podOf('old', { ...running, generation: 'old', ready: true }),
    podOf('new', { ...running, ready: true }),
  ]);
  timeline.look([
    podOf('old', { ...running, generation: 'old', leaving: true }),
    podOf('new', { ...running, ready: true }),
  ]);
  timeline.look([podOf('new', { ...running, restartCount: 1 })]);
  expect(timeline.events.map(({ pod, generation, what }) => `${pod} ${generation} ${what}`)).toEqual([
    'new new created',
    'new new started',
    'new new ready',
    'old old terminating',
    'old old unready',
    'new new unready',
    'new new restarted',
    'old old gone',
  ]);
});
