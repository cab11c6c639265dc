import { expect, test } from 'vitest';

import {
  registryFailure,
  foundIn,
  refusalByConflicts,
  refusalByFurtherGates,
  refusalByGates,
} from '../../src/publish/refusals.ts';
import { repositoryAt } from '../../src/registry/address.ts';
import { verdictOf } from '../../src/verdict/verdict.ts';

const repository = repositoryAt('ghcr.io/team/app');

const verdict = (outcome: 'passed' | 'failed' | 'unavailable', allowed = false) =>
  verdictOf({
    project: 'app',
    revision: 'abc',
    notConfigured: [],
    gates: [
      { gate: 'image', stage: 'image', outcome: 'passed', reason: '', findings: [], allowed: false },
      { gate: 'lint', stage: 'source', outcome, reason: 'why', findings: [], allowed },
    ],
    images: [],
    exceptions: [],
    durationMs: 1,
  });
const inUse = ['image', 'lint'];

test('a verdict that is green refuses nothing', () => {
  expect(refusalByGates(verdict('passed'), inUse)).toBe(undefined);
  expect(refusalByFurtherGates([{ gate: 'image (linux/arm64)', outcome: 'passed', reason: '' }])).toBe(
    undefined,
  );
  expect(refusalByConflicts(repository, [])).toBe(undefined);
});

test.each([
  ['failed', false, 'failed'],
  ['unavailable', false, 'unavailable'],
  ['unavailable', true, 'failed'],
] as const)(
  'a gate that is %s (allowed: %s) refuses the image, because it %s',
  (outcome, allowed, because) => {
    const refusal = refusalByGates(verdict(outcome, allowed), inUse);
    expect(refusal).toMatchObject({ kind: 'refused', about: 'image', because });
    expect(refusal?.reason).toBe('publish: refused, nothing was pushed: not passed: lint');
    expect(refusal?.output).toContain('lint');
  },
);

test('gates of further platforms and tags that lead elsewhere refuse the image', () => {
  const red = { gate: 'image (linux/arm64)', outcome: 'unavailable', reason: 'no emulation' } as const;
  expect(refusalByFurtherGates([red])).toMatchObject({ about: 'image', because: 'unavailable' });
  expect(refusalByFurtherGates([red, { ...red, outcome: 'failed' }])).toMatchObject({ because: 'failed' });
  expect(refusalByConflicts(repository, ['the tag 1 is taken'])?.reason).toContain('the tag 1 is taken');
});

test('a registry is told from the image: unreachable is unavailable, refused credentials are the caller\u2019s', () => {
  const found = [{ reference: '1', images: [] }];
  expect(foundIn({ ok: true, found }, repository)).toBe(found);
  expect(foundIn({ ok: false, kind: 'unreachable', detail: 'no answer' }, repository)).toMatchObject({
    about: 'registry',
    because: 'unavailable',
  });
  expect(foundIn({ ok: false, kind: 'credentials', detail: '401' }, repository)).toMatchObject({
    about: 'request',
    because: 'usage',
  });
  expect(registryFailure(repository, 'gone').reason).toContain(
    'nothing was tagged in ghcr.io/team/app: gone',
  );
});
