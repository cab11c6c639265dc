import { describe, expect, test } from 'vitest';

import { refusalOfRequest, type RequestFacts } from '../../src/deploy/request.ts';

const base: RequestFacts = {
  cluster: 'own',
  outlives: false,
  allowUnavailable: [],
  image: '',
  baseline: '',
  hasPublicKey: false,
  hasRegistry: false,
};
const image = `ghcr.io/team/app@sha256:${'0'.repeat(64)}`;
const kept = { cluster: 'docker', outlives: true } as const;
const anyCluster = { cluster: 'kubeconfig', outlives: true, hasRegistry: true } as const;

describe('a deployment goes ahead', () => {
  test.each<[string, Partial<RequestFacts>]>([
    ['to a cluster of its own, with a gap that is allowed', { allowUnavailable: ['codeql'] }],
    ['from a baseline that nobody verified, to a cluster of its own', { baseline: image }],
    ['to a cluster that stays', kept],
    ['from a verified baseline, to a cluster that stays', { ...kept, baseline: image, hasPublicKey: true }],
    ['by kubeconfig, with a registry to publish to', anyCluster],
    ['by kubeconfig, of a published image', { ...anyCluster, hasRegistry: false, image, hasPublicKey: true }],
  ])('%s', (_, change) => {
    expect(refusalOfRequest({ ...base, ...change })).toBe(undefined);
  });
});

describe('a deployment is refused, with what to do next,', () => {
  test.each<[string, Partial<RequestFacts>, RegExp]>([
    ['for a gap on a cluster that stays', { ...kept, allowUnavailable: ['codeql'] }, /^--allow-unavailable/],
    ['for a published image without a key', { image }, /^--image: expected --public-key/],
    ['for an unverified baseline on a cluster that stays', { ...kept, baseline: image }, /^--baseline/],
    ['for a baseline where something serves', { ...anyCluster, baseline: image }, /^--baseline.*of kind/],
    ['by kubeconfig with nothing to pull', { ...anyCluster, hasRegistry: false }, /a registry to publish to/],
  ])('%s', (_, change, reason) => {
    const refusal = refusalOfRequest({ ...base, ...change });
    expect(refusal?.reason).toMatch(reason);
    expect(refusal?.because).toBe('usage');
    expect(refusal?.next).toMatch(/\S/);
  });
});
