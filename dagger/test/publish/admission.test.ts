import { expect, test } from 'vitest';

import { repositoryAt } from '../../src/registry/address.ts';
import { type Admission, candidateTag, refuseInadmissible, tagsOf } from '../../src/publish/admission.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

const revision = 'a'.repeat(40);
const base: Admission = {
  repository: repositoryAt('ghcr.io/team/app'),
  ...{ revision, version: '1.2.3', platforms: ['linux/amd64', 'linux/arm64'] },
  ...{ hasService: false, signers: ['key'], madeFromPackages: [] },
};
const local = { repository: repositoryAt('localhost:5000/app'), hasService: true };

test('a clean commit with something to sign with may be published', () => {
  expect(() => {
    refuseInadmissible(base);
    refuseInadmissible({ ...base, version: '', platforms: [], signers: ['identity'] });
  }).not.toThrow();
});

test('an image on a base made from packages may be published on this machine alone', () => {
  const madeFromPackages = ['node:24-bookworm-slim'];
  expect(() => {
    refuseInadmissible({ ...base, ...local, madeFromPackages });
  }).not.toThrow();
  expect(() => {
    refuseInadmissible({ ...base, madeFromPackages });
  }).toThrow(/made from packages on this machine \(node:24-bookworm-slim\)/);
});

test.each<[string, Partial<Admission>, RegExp]>([
  ['a dirty tree', { revision: `${revision}-dirty` }, /the tree has changes/],
  ['a source without a commit', { revision: 'unknown' }, /no git commit/],
  ['a version that is no tag', { version: 'a b' }, /--version/],
  ['a version that begins with a dash', { version: '-1' }, /--version/],
  ['an unknown platform', { platforms: ['windows/amd64'] }, /got windows\/amd64/],
  ['a platform twice', { platforms: ['linux/amd64', 'linux/amd64'] }, /each platform once/],
  ['nothing to sign with', { signers: [] }, /nothing to sign with/],
  ['two ways to sign', { signers: ['key', 'identity'] }, /two ways to sign/],
  ['a service for a registry elsewhere', { hasService: true }, /--registry is for/],
  ['localhost without its service', { ...local, hasService: false }, /--registry tcp:\/\/localhost:5000/],
])('%s is refused', (_, change, reason) => {
  expect(() => {
    refuseInadmissible({ ...base, ...change });
  }).toThrow(reason);
  expect(() => {
    refuseInadmissible({ ...base, ...change });
  }).toThrow(UsageError);
});

test('tags are the commit and, last, the version; a candidate has a tag that is neither', () => {
  expect(tagsOf({ revision, version: '' })).toEqual([revision]);
  expect(tagsOf({ revision, version: '1.2.3' })).toEqual([revision, '1.2.3']);
  expect(tagsOf({ revision, version: '1.2.3' })).not.toContain(candidateTag({ revision }));
});
