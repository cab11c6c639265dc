import { describe, expect, test } from 'vitest';
import { drainCheck, spreadCheck } from '../../../src/deploy/proof/check-nodes.ts';
import type { Line } from '../../../src/deploy/proof/check.ts';
import type { Drain, Nodes } from '../../../src/deploy/proof/node-facts.ts';
import { drain, nodes } from '../sample.ts';

const unobserved = { unobserved: 'it could not be asked' };
const standing = (...places: readonly string[]): Nodes['pods'] =>
  places.map((node, index) => ({ name: `messenger-${String(index)}`, node }));
const three = ['node-1', 'node-2', 'node-3'];

describe('spread', () => {
  test.each<[string, Partial<Nodes>, string, RegExp]>([
    ['two replicas on two nodes', {}, 'passed', /2 replicas on 2 nodes: node-1, node-2/],
    ['both on one of two', { pods: standing('node-1', 'node-1') }, 'failed', /where 2 could be: node-1$/],
    [
      'three on two of three',
      { eligible: three, admitted: three, pods: standing('node-1', 'node-2', 'node-1') },
      ...(['failed', /3 replicas on 2 nodes, where 3 could be/] as const),
    ],
    [
      'three on the two that they ask for of three',
      { eligible: three, pods: standing('node-1', 'node-2', 'node-1') },
      ...(['passed', /3 replicas on 2 nodes/] as const),
    ],
    [
      'both on the only one that they ask for',
      { admitted: ['node-1'], pods: standing('node-1', 'node-1') },
      ...(['failed', /where 2 could be/] as const),
    ],
    ['a replica that stands nowhere', { pods: [...standing('node-1'), { name: 'm' }] }, 'failed', /1 node/],
  ])('of %s', (_name, change, outcome, reason) => {
    const check = spreadCheck(nodes(change));
    expect(check).toMatchObject({ check: 'spread', outcome, allowed: false });
    expect(check.reason).toMatch(reason);
  });
});

describe('drain', () => {
  const busy = { budget: { name: 'messenger', disruptionsAllowed: 2 }, further: 'evicted' } as const;
  const bare = { node: 'node-1', evicted: ['messenger-1'], refused: 0, complete: true, durationMs: 12_000 };
  const untried: Drain = { ...bare, budget: { name: 'messenger', disruptionsAllowed: 1 } };
  const unguarded: Drain = { ...bare, further: 'evicted' };
  test.each<[string, Drain, string, RegExp]>([
    ['one replica that came back', drain(), 'passed', /node-1: 1 pod evicted, messenger allowed 1 at a time/],
    ['replicas of which two may be missing', drain(busy), 'passed', /allowed 2 at a time/],
    [
      'replicas that did not come back',
      drain({ complete: false, waitedFor: '1 of 2 updated replicas to be available' }),
      ...(['failed', /waited 12\.0 s for 1 of 2/] as const),
    ],
    ['replicas that nothing guards', unguarded, 'failed', /no PodDisruptionBudget/],
    ['a budget that lets both go', drain({ further: 'evicted' }), 'failed', /second replica/],
    ['a budget that was not tried', untried, 'unavailable', /was not tried/],
    ['a replica that was gone by itself', drain({ evicted: [] }), 'unavailable', /no pod was evicted/],
  ])('of %s', (_name, seen, outcome, reason) => {
    const check = drainCheck(nodes(), seen);
    expect(check).toMatchObject({ check: 'drain', outcome, allowed: false });
    expect(check.reason).toMatch(reason);
  });

  test('that was not tried, or could not be seen, proves nothing', () => {
    for (const seen of [undefined, unobserved]) {
      expect(drainCheck(nodes(), seen)).toMatchObject({ outcome: 'unavailable', allowed: false });
    }
  });

  test("of somebody else's node is not tried, which is said", () => {
    const check = drainCheck(nodes({ ours: false }), undefined);
    expect(check).toMatchObject({ outcome: 'unavailable', allowed: true });
    expect(check.reason).toContain("not the pipeline's own");
    expect(spreadCheck(nodes({ ours: false })).outcome).toBe('passed');
  });
});

describe('where there is nothing to spread, that is said and not passed', () => {
  const both = (seen: Nodes): Line[] => [spreadCheck(seen), drainCheck(seen, undefined)];
  test.each<[string, Partial<Nodes>, string]>([
    ['one node', { eligible: ['node-1'], admitted: ['node-1'] }, 'one node: nothing to spread over'],
    ['one replica', { pods: standing('node-1') }, 'one replica: nothing to spread'],
    [
      'nodes that the account may not see',
      { readable: false, eligible: [], admitted: [], pods: [] },
      'the account may not read the nodes',
    ],
  ])('%s', (_name, change, reason) => {
    for (const check of both(nodes(change))) {
      expect(check).toMatchObject({ outcome: 'unavailable', allowed: true, reason });
    }
  });

  test('nodes that could not be asked for are another matter', () => {
    const checks = [spreadCheck(unobserved), drainCheck(unobserved, drain())];
    for (const check of checks) expect(check).toMatchObject({ outcome: 'unavailable', allowed: false });
  });
});
