import { expect, test } from 'vitest';

import { busyNodes, nodesUnder, colocatedPods } from '../../../../programs/deploy/observe/spread.ts';
import { podOf } from '../support/objects.ts';

const on = (name: string, node?: string): ReturnType<typeof podOf> =>
  podOf(name, node === undefined ? {} : { node });

test('a node under several pods is told once, and none is told of a pod that stands nowhere', () => {
  expect(nodesUnder([on('a', 'one'), on('b', 'two'), on('c', 'one'), on('d')])).toEqual(['one', 'two']);
});

test('the node with the fewest other pods comes first: that of the database comes last', () => {
  const own = [on('a', 'one'), on('b', 'two')];
  expect(busyNodes(own, [...own, on('database-0', 'one')])).toEqual(['two', 'one']);
});

test('of pods that share a node, all but the first are too many', () => {
  const pods = [on('a', 'one'), on('b', 'one'), on('c', 'two')];
  expect(colocatedPods(pods).map(({ metadata }) => metadata.name)).toEqual(['b']);
});
