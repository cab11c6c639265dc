import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckName, checkNames } from '../../../src/verdict/check-names.ts';
import type { Observations } from '../../../src/deploy/proof/observations.ts';
import type { ProcessFacts } from '../../../src/deploy/proof/pod-facts.ts';
import { decideProof, proofReason } from '../../../src/deploy/proof/proof.ts';
import {
  broughtBack,
  digestOf,
  drain,
  health,
  load,
  nodes,
  observations,
  pod,
  probe,
  proof,
} from '../sample.ts';

const unobserved = { unobserved: 'it could not be asked' };
const confined = {
  uid: 65532,
  noNewPrivs: true,
  seccomp: 2,
  readOnlyRoot: true,
  effectiveCapabilities: '0000000000000000',
  boundingCapabilities: '0000000000000000',
};
const weaker = (change: Partial<ProcessFacts>): Partial<Observations> => ({
  pods: [pod(), pod({ name: 'messenger-2', process: { ...confined, ...change } })],
});
const second = (change: Parameters<typeof pod>[0]): Partial<Observations> => ({
  pods: [pod(), pod({ name: 'messenger-2', ...change })],
});
const incomplete = { complete: false, durationMs: 9000, deadlineMs: 9000, events: [] };

const crowded = ['messenger-1', 'messenger-2'].map((name) => ({ name, node: 'node-1' }));

/** The checks that did not pass, with their outcomes. */
function notPassed(change: Partial<Observations>): Partial<Record<CheckName, string>> {
  const { checks } = proof(change);
  return Object.fromEntries(
    checks.filter(({ outcome }) => outcome !== 'passed').map(({ check, outcome }) => [check, outcome]),
  );
}

test('a sound update is proved by every check', () => {
  const { outcome, checks } = proof();
  expect(outcome).toBe('passed');
  expect(checks.map(({ check }) => check)).toEqual(checkNames);
});

describe('one thing wrong fails its own check alone', () => {
  test.each<[string, Partial<Observations>, CheckName]>([
    [
      'a rollout that is not complete in time',
      { rollout: { ...incomplete, waitedFor: '1 of 2' } },
      'rollout',
    ],
    ['one replica too few', { pods: [pod()] }, 'replicas'],
    ['a replica that is not ready', second({ ready: false }), 'replicas'],
    ['another image', second({ identity: { kind: 'configuration', digest: digestOf('b') } }), 'image'],
    ['another revision in one pod', second({ revision: 'old' }), 'revision'],
    ['a restart', second({ restarts: 1, lastEnd: { reason: 'OOMKilled', exitCode: 137 } }), 'restarts'],
    ['root', weaker({ uid: 0 }), 'hardening'],
    ['a capability', weaker({ effectiveCapabilities: '0000000000000400' }), 'hardening'],
    ['a capability to be had', weaker({ boundingCapabilities: '00000000a80425fb' }), 'hardening'],
    ['capabilities that could not be read', weaker({ effectiveCapabilities: '' }), 'hardening'],
    ['new privileges', weaker({ noNewPrivs: false }), 'hardening'],
    ['no seccomp', weaker({ seccomp: 0 }), 'hardening'],
    ['a root that can be written to', weaker({ readOnlyRoot: false }), 'hardening'],
    ['an old pod', { oldPods: ['messenger-old-1'] }, 'old-pods'],
    ['a health path that answers 503', { health: health({ good: 0, lastBad: '503' }) }, 'health'],
    ['one failed request of a thousand', { probe: probe({ failed: 1 }) }, 'probe'],
    ['the old revision alone through the Service', { probe: probe({ revisions: [] }) }, 'probe'],
    ['an acknowledged message that is lost', { load: load({ found: 499, lostCount: 1 }) }, 'load'],
    ['a message that is there twice', { load: load({ duplicates: 1 }) }, 'load'],
    ['a message that could not be sent', { load: load({ abandoned: 1 }) }, 'load'],
    [
      'an event that did not come',
      { load: load({ events: { received: 499, missing: 1, reconnections: 0 } }) },
      'load',
    ],
    ['replicas on one of two nodes', { nodes: nodes({ pods: crowded }) }, 'spread'],
    ['a drain after which a replica did not come', { drain: drain({ complete: false }) }, 'drain'],
    ['a conversation that failed', { smoke: { exitCode: 1, output: 'no' } }, 'smoke'],
  ])('%s', (_name, change, check) => {
    expect(notPassed(change)).toEqual({ [check]: 'failed' });
    expect(proof(change).outcome).toBe('failed');
  });
});

describe('what could not be observed is unavailable, never passed', () => {
  test.each<[string, Partial<Observations>, CheckName[]]>([
    ['the rollout', { rollout: unobserved }, ['rollout']],
    ['the pods', { pods: unobserved }, ['replicas', 'image', 'revision', 'restarts', 'hardening']],
    ['the image of one pod', second({ identity: unobserved }), ['image']],
    [
      'a digest to compare with',
      second({ identity: { kind: 'manifest', digest: digestOf('a') } }),
      ['image'],
    ],
    ['the revision of one pod', second({ revision: unobserved }), ['revision']],
    ['the process of one pod', second({ process: unobserved }), ['hardening']],
    ['old pods', { oldPods: unobserved }, ['old-pods']],
    ['the health path', { health: unobserved }, ['health']],
    ['a health path that was not asked', { health: health({ asked: 0, good: 0 }) }, ['health']],
    ['the probe', { probe: unobserved }, ['probe']],
    ['a probe that sent nothing', { probe: probe({ sent: 0, revisions: [] }) }, ['probe']],
    ['a probe that sent too slowly', { probe: probe({ sent: 700 }) }, ['probe']],
    ['the load', { load: unobserved }, ['load']],
    ['a load that wrote nothing', { load: load({ acknowledged: 0, found: 0 }) }, ['load']],
    ['a load that did not look for all', { load: load({ found: 10 }) }, ['load']],
    ['the conversation', { smoke: unobserved }, ['smoke']],
    ['the nodes', { nodes: unobserved }, ['spread', 'drain']],
    ['the drain', { drain: unobserved }, ['drain']],
    ['the network', { network: unobserved }, ['network-policy']],
    [
      'a refusal where nothing is let through',
      { network: { what: 'a to b', outcome: 'refused', control: false } },
      ['network-policy'],
    ],
  ])('%s', (_name, change, checks) => {
    expect(notPassed(change)).toEqual(Object.fromEntries(checks.map((check) => [check, 'unavailable'])));
    expect(proof(change).outcome).toBe('unavailable');
  });
});

test('a cluster that enforces no NetworkPolicy is said, and does not hold the deployment up', () => {
  const decided = proof({
    network: { what: 'probe to database:5432', outcome: 'connected', control: true },
  });
  expect(decided.outcome).toBe('passed');
  expect(decided.checks.at(-1)).toMatchObject({ outcome: 'unavailable', allowed: true, binding: true });
  expect(proofReason(decided)).toBe('13 of 14 checks passed; not proved: network-policy');
});

test('on one node, spread and drain are said not to be proved, and do not hold the deployment up', () => {
  const decided = decideProof({ ...broughtBack(), nodes: nodes({ eligible: ['node-1'] }) }, checkNames);
  expect(decided.outcome).toBe('passed');
  expect(proofReason(decided)).toBe('12 of 14 checks passed; not proved: spread, drain');
});

test('a version that was brought back is not tried by a drain', () => {
  const { outcome, checks } = decideProof(broughtBack(), checkNames);
  expect([outcome, checks.length]).toEqual(['passed', checkNames.length - 2]);
});

test('no pod at all proves nothing, and is not enough', () => {
  expect(notPassed({ pods: [] })).toEqual({
    replicas: 'failed',
    image: 'unavailable',
    revision: 'unavailable',
    restarts: 'unavailable',
    hardening: 'unavailable',
  });
});

test('why a message could not be sent is told, where the load program says so', () => {
  const change = { load: load({ abandoned: 2, problems: ['POST /api/messages answered 404', 'another'] }) };
  expect(proofReason(proof(change))).toBe(
    'load: 2 could not be written (the first: POST /api/messages answered 404)',
  );
});

test('manifests that ask for no replica prove nothing', () => {
  const { expected } = observations();
  const change = { expected: { ...expected, replicas: 0 }, pods: [] };
  expect(proof(change).outcome).toBe('unavailable');
});

test.each<[string, Parameters<typeof pod>[0], string]>([
  ['an image that is not there', { waiting: 'ImagePullBackOff' }, 'waits: ImagePullBackOff'],
  ['memory', { restarts: 2, lastEnd: { reason: 'OOMKilled', exitCode: 137 } }, 'more memory than its limit'],
  [
    'a crash',
    { waiting: 'CrashLoopBackOff', lastEnd: { reason: 'Error', exitCode: 7 } },
    'CrashLoopBackOff (ended by Error with code 7)',
  ],
  ['a pod that has no node', { phase: 'Pending' }, 'is not scheduled'],
  ['a pod that never gets ready', {}, 'runs and is not ready'],
])('a rollout that does not end names %s', (_name, change, words) => {
  const { checks } = proof({ rollout: incomplete, pods: [pod({ ready: false, ...change })] });
  expect(checks[0]?.reason).toContain(words);
});

describe('for any observations', () => {
  const parts = {
    rollout: fc.constantFrom(observations().rollout, incomplete, unobserved),
    oldPods: fc.constantFrom([], ['old'], unobserved),
    pods: fc.oneof(
      fc.constant(unobserved),
      fc.array(
        fc.constantFrom(
          pod(),
          pod({ ready: false }),
          pod({ identity: unobserved }),
          pod({ revision: unobserved }),
          pod({ process: unobserved }),
          pod({ revision: 'other' }),
        ),
        { maxLength: 4 },
      ),
    ),
    health: fc.constantFrom(health(), health({ good: 3 }), unobserved),
    probe: fc.constantFrom(probe(), probe({ failed: 3 }), probe({ sent: 1 }), unobserved),
    load: fc.constantFrom(load(), load({ lostCount: 2 }), unobserved),
    network: fc.constantFrom(observations().network, unobserved),
    nodes: fc.constantFrom(nodes(), nodes({ eligible: [] }), nodes({ pods: crowded }), unobserved),
    drain: fc.constantFrom(drain(), drain({ evicted: [] }), unobserved),
    smoke: fc.constantFrom({ exitCode: 0, output: '' }, { exitCode: 1, output: '' }, unobserved),
  };
  test('passed means that nothing was unobserved and every check that is not allowed passed', () => {
    fc.assert(
      fc.property(fc.record(parts), (change) => {
        const decided = proof(change);
        const text = JSON.stringify(decided.observations);
        if (decided.outcome !== 'passed') return;
        expect(text).not.toContain('unobserved');
        expect(
          decided.checks.filter(({ allowed }) => !allowed).every(({ outcome }) => outcome === 'passed'),
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  test('taking knowledge away never makes a proof pass', () => {
    const keys = [
      'rollout',
      'oldPods',
      'pods',
      'health',
      'probe',
      'load',
      'network',
      'nodes',
      'drain',
      'smoke',
    ] as const;
    fc.assert(
      fc.property(fc.record(parts), fc.constantFrom(...keys), (change, key) => {
        expect(proof({ ...change, [key]: unobserved }).outcome).not.toBe('passed');
      }),
      { numRuns: 300 },
    );
  });
});
