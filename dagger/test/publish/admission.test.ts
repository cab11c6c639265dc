import { expect, test } from 'vitest';

import { repositoryAt } from '../../src/registry/address.ts';
import { type Admission, admissionRefusal, candidateTag, tagsOf } from '../../src/publish/admission.ts';

const revision = 'a'.repeat(40);
const base: Admission = {
  repository: repositoryAt('ghcr.io/team/app'),
  revision,
  whyUnknown: undefined,
  version: '1.2.3',
  platforms: ['linux/amd64', 'linux/arm64'],
  hasService: false,
  signers: ['key'],
  madeFromPackages: [],
};
const local = { repository: repositoryAt('localhost:5000/app'), hasService: true };

test('a clean commit with something to sign with may be published', () => {
  expect(admissionRefusal(base)).toBe(undefined);
  expect(admissionRefusal({ ...base, version: '', platforms: [], signers: ['identity'] })).toBe(undefined);
});

test('an image on a base made from packages may be published on this machine alone', () => {
  const madeFromPackages = ['node:24-bookworm-slim'];
  expect(admissionRefusal({ ...base, ...local, madeFromPackages })).toBe(undefined);
  expect(admissionRefusal({ ...base, madeFromPackages })?.reason).toMatch(
    /made from packages on this machine \(node:24-bookworm-slim\)/,
  );
});

test.each<[string, Partial<Admission>, RegExp]>([
  ['a dirty tree', { revision: `${revision}-dirty` }, /the tree has changes/],
  ['a source without a commit', { revision: 'unknown' }, /no git commit/],
  ['a version that is no tag', { version: 'a b' }, /--version/],
  ['a version that begins with a dash', { version: '-1' }, /--version/],
  ['an unknown platform', { platforms: ['windows/amd64'] }, /got windows\/amd64/],
  ['a platform twice', { platforms: ['linux/amd64', 'linux/amd64'] }, /each platform once/],
  ['nothing to sign with', { signers: [] }, /no key and no identity to sign with/],
  ['two ways to sign', { signers: ['key', 'identity'] }, /two ways to sign are given/],
  ['a service for a registry elsewhere', { hasService: true }, /--registry is for/],
  ['localhost without its service', { ...local, hasService: false }, /--registry tcp:\/\/localhost:5000/],
])('%s is refused, with what to do next', (_, change, words) => {
  const refusal = admissionRefusal({ ...base, ...change });
  expect(`${refusal?.reason ?? ''}; ${refusal?.next ?? ''}`).toMatch(words);
  expect(refusal?.because).toBe('usage');
  expect(refusal?.next).not.toBe('');
});

test('tags are the commit and, last, the version; a candidate has a tag that is neither', () => {
  expect(tagsOf({ revision, version: '' })).toEqual([revision]);
  expect(tagsOf({ revision, version: '1.2.3' })).toEqual([revision, '1.2.3']);
  expect(tagsOf({ revision, version: '1.2.3' })).not.toContain(candidateTag({ revision }));
});
