import { expect, test } from 'vitest';

import { claimsIn, statementsIn } from '../../../programs/registry/cosign-output.ts';

const attestation = (statement: object): string =>
  JSON.stringify({ payload: Buffer.from(JSON.stringify(statement)).toString('base64') });

test('the types that signatures claim are found among other lines', () => {
  const line = JSON.stringify([{ critical: { type: 'cosign container image signature' } }, { critical: {} }]);
  expect(claimsIn(`Verification for image\n${line}\n`)).toEqual(['cosign container image signature']);
  expect(claimsIn('')).toEqual([]);
});

test('statements are told with their predicates, and a list of packages with its length alone', () => {
  const provenance = { predicateType: 'provenance', predicate: { builder: 'here' } };
  const packages = {
    predicateType: 'cyclonedx',
    predicate: { bomFormat: 'CycloneDX', components: [{}, {}], metadata: {} },
  };
  const lines = [attestation(provenance), 'a word', '{}', attestation(packages)];
  expect(statementsIn(lines.join('\n'))).toEqual([
    provenance,
    { predicateType: 'cyclonedx', predicate: { bomFormat: 'CycloneDX', components: 2 } },
  ]);
});
