import { describe, expect, test } from 'vitest';

import type { Check } from '../../../src/deploy/proof/check.ts';
import type { Expected, Observations } from '../../../src/deploy/proof/observations.ts';
import type { Offers } from '../../../src/deploy/proof/offers.ts';
import { decideProof, proofReason } from '../../../src/deploy/proof/proof.ts';
import { type CheckName, checkNames } from '../../../src/verdict/check-names.ts';
import { digestOf, drain, health, load, nodes, observations, pod, probe } from '../sample.ts';

const bound = {
  always: ['rollout', 'replicas', 'image', 'restarts', 'old-pods', 'health', 'load', 'smoke'],
  promised: 'probe',
} as const;
const optional = checkNames.filter((name) => !bound.always.some((one) => one === name));

const unobserved = { unobserved: 'it could not be asked' };
const incomplete = { complete: false, durationMs: 1, deadlineMs: 1, events: [] };
const crowded = ['messenger-1', 'messenger-2'].map((name) => ({ name, node: 'node-1' }));
const root = {
  uid: 0,
  noNewPrivs: false,
  seccomp: 0,
  readOnlyRoot: false,
  effectiveCapabilities: '00000000a80425fb',
  boundingCapabilities: '00000000a80425fb',
};
const connected = { what: 'replica to replica:8000', outcome: 'connected', control: true } as const;

/** A version whose manifests offer less. */
function offering(change: Partial<Offers>, replicas = 2): { readonly expected: Expected } {
  const { expected } = observations();
  return { expected: { ...expected, replicas, offers: { ...expected.offers, ...change } } };
}

const two = (change: Parameters<typeof pod>[0]): Partial<Observations> => ({
  pods: [pod(change), pod({ name: 'messenger-2', ...change })],
});

/** Each line as it is seen to be bad, and as it could not be seen. */
const lines: Readonly<
  Record<CheckName, readonly [bad: Partial<Observations>, unseen: Partial<Observations>]>
> = {
  rollout: [{ rollout: incomplete }, { rollout: unobserved }],
  replicas: [two({ ready: false }), { pods: unobserved }],
  image: [two({ identity: { kind: 'configuration', digest: digestOf('b') } }), two({ identity: unobserved })],
  revision: [two({ revision: 'another' }), two({ revision: unobserved })],
  restarts: [two({ restarts: 1 }), { pods: unobserved }],
  hardening: [two({ process: root }), two({ process: unobserved })],
  'old-pods': [{ oldPods: ['messenger-old-1'] }, { oldPods: unobserved }],
  health: [{ health: health({ good: 0, lastBad: '503' }) }, { health: unobserved }],
  probe: [{ probe: probe({ failed: 61 }) }, { probe: unobserved }],
  load: [{ load: load({ lostCount: 1 }) }, { load: unobserved }],
  smoke: [{ smoke: { exitCode: 1, output: 'no' } }, { smoke: unobserved }],
  spread: [{ nodes: nodes({ pods: crowded }) }, { nodes: unobserved }],
  drain: [{ drain: drain({ complete: false }) }, { drain: unobserved }],
  'network-policy': [{ ...offering({ networkPolicy: 'none' }), network: connected }, { network: unobserved }],
};

const lineOf = (name: CheckName, change: Partial<Observations>, require: readonly CheckName[]): Check => {
  const check = decideProof(observations(change), require).checks.find((one) => one.check === name);
  if (check === undefined) throw new Error(`no line ${name}`);
  return check;
};

describe.each(checkNames)('the line %s', (name) => {
  const [bad, unseen] = lines[name];
  const isOptional = optional.includes(name) && name !== bound.promised;

  test('passes where it is good, whether it is binding or not', () => {
    expect(lineOf(name, {}, [])).toMatchObject({ outcome: 'passed', binding: !isOptional, allowed: false });
    expect(lineOf(name, {}, [name])).toMatchObject({ outcome: 'passed', binding: true });
  });

  test('that is required fails where it is bad, and is unavailable where it was not seen', () => {
    expect(lineOf(name, bad, [name])).toMatchObject({ outcome: 'failed', allowed: false, binding: true });
    expect(lineOf(name, unseen, [name])).toMatchObject({ outcome: 'unavailable', allowed: false });
  });

  test(isOptional ? 'is told where nobody requires it' : 'is binding without being required', () => {
    const [seen, missed] = [lineOf(name, bad, []), lineOf(name, unseen, [])];
    if (!isOptional) {
      expect([seen, missed]).toMatchObject([
        { outcome: 'failed', allowed: false, binding: true },
        { outcome: 'unavailable', allowed: false, binding: true },
      ]);
      return;
    }
    expect(seen).toMatchObject({ outcome: 'unavailable', allowed: true, binding: false });
    expect(seen.reason).toMatch(/^not (?:offered|promised): /);
    expect(missed).toMatchObject({ outcome: 'unavailable', allowed: true, binding: false });
    expect(missed.reason).toContain(unobserved.unobserved);
  });
});

describe('no lost request', () => {
  const lost = { probe: probe({ failed: 61, sent: 900, longestGapMs: 3200 }) };
  test.each<[string, { readonly expected: Expected }, string]>([
    ['one replica', offering({}, 1), 'one replica'],
    [
      'Recreate',
      offering({ strategy: 'Recreate' }),
      'the strategy Recreate ends every pod before the next one starts',
    ],
  ])('is not promised by %s: how long it was away is told', (_name, change, gap) => {
    const check = lineOf('probe', { ...change, ...lost }, []);
    expect(check).toMatchObject({ outcome: 'unavailable', allowed: true, binding: false });
    expect(check.reason).toBe(`not promised: ${gap}; it was away for 3.2 s, 61 of 900 requests failed`);
    expect(lineOf('probe', { ...change, ...lost }, ['probe'])).toMatchObject({
      outcome: 'failed',
      binding: true,
    });
  });

  test('by one replica was luck, and is not passed either, unless it is required', () => {
    const check = lineOf('probe', offering({}, 1), []);
    expect(check).toMatchObject({ outcome: 'unavailable', allowed: true, binding: false });
    expect(check.reason).toContain('not promised: one replica; 0 failed requests of 1000');
    expect(lineOf('probe', offering({}, 1), ['probe']).outcome).toBe('passed');
  });

  test('is promised by two replicas, and where they have no readiness probe that is why', () => {
    const check = lineOf('probe', { ...offering({ readinessProbe: false }), ...lost }, []);
    expect(check).toMatchObject({ outcome: 'failed', binding: true });
    expect(check.reason).toContain('61 failed requests of 900');
    expect(check.reason).toContain('the manifests have no readiness probe');
    expect(lineOf('probe', lost, []).reason).not.toContain('readiness');
  });

  test('of another path names the path', () => {
    const failures = [{ atMs: 3000, reason: '503', path: '/api', connection: 'new' }] as const;
    const { reason } = lineOf('probe', { probe: probe({ failed: 1, failures }) }, []);
    expect(reason).toContain('the first after 3.0 s: /api 503');
  });
});

describe('the revision', () => {
  const gap = 'the health answer names no revision';
  const nameless = two({ revision: { unobserved: gap } });
  test('that no pod names is said once, and nobody waits for it among the answers', () => {
    const change = { ...nameless, probe: probe({ revisions: [] }) };
    expect(lineOf('revision', change, [])).toMatchObject({ reason: gap, allowed: true });
    expect(lineOf('probe', change, []).outcome).toBe('passed');
  });

  test('of another kind is no reason to wait for it among the answers', () => {
    const revisions = [{ revision: '1.0', answers: 1000, firstMs: 1, lastMs: 9 }];
    const change = { ...two({ revision: '1.0' }), probe: probe({ revisions }) };
    expect(lineOf('probe', change, []).outcome).toBe('passed');
    expect(lineOf('revision', change, []).reason).toMatch(/^not offered: messenger-1 answers revision 1\.0/);
  });

  test('that pods name and the Service never answers fails the probe', () => {
    const { outcome, reason } = lineOf('probe', { probe: probe({ revisions: [] }) }, []);
    expect(outcome).toBe('failed');
    expect(reason).toBe('new never answered through the Service, only answers without one');
  });
});

test('a project that offers nothing is proved by what is binding, and each gap is told', () => {
  const proof = decideProof(
    observations({
      ...offering(
        { strategy: 'Recreate', readinessProbe: false, memoryLimit: false, networkPolicy: 'none' },
        1,
      ),
      pods: [pod({ process: root, revision: { unobserved: 'the health answer names no revision' } })],
      probe: probe({ failed: 61, sent: 900, longestGapMs: 3200, revisions: [] }),
      network: connected,
      nodes: nodes({ pods: [{ name: 'messenger-1', node: 'node-1' }] }),
    }),
    [],
  );
  expect(proofReason(proof)).toBe(
    '8 of 14 checks passed; not proved: revision, hardening, probe, spread, drain, network-policy',
  );
  const reasons = Object.fromEntries(proof.checks.map(({ check, reason }) => [check, reason]));
  expect(reasons).toMatchObject({
    replicas: '1 of 1 replicas are ready; without a readiness probe that says only that they run',
    'network-policy':
      'not offered: no NetworkPolicy of the manifests is about the replicas; replica to replica:8000 connected',
  });
  expect(reasons['hardening']).toMatch(/^not offered: runs as root, .*has no memory limit \(messenger-1\)$/);
});

describe('what does not apply to the cluster stays allowed where it is required', () => {
  test.each<[CheckName, Partial<Observations>]>([
    ['network-policy', { network: connected }],
    ['spread', { nodes: nodes({ eligible: ['node-1'] }) }],
    ['drain', { nodes: nodes({ ours: false }) }],
  ])('%s', (name, change) => {
    expect(lineOf(name, change, checkNames)).toMatchObject({
      outcome: 'unavailable',
      allowed: true,
      binding: true,
    });
  });
});

test('policies that let replicas reach each other are no proof that others are kept away', () => {
  const change = { ...offering({ networkPolicy: 'allows' }), network: connected };
  expect(lineOf('network-policy', change, []).reason).toMatch(
    /^not offered: the NetworkPolicies .* let replicas reach/,
  );
  expect(lineOf('network-policy', change, ['network-policy']).outcome).toBe('failed');
});
