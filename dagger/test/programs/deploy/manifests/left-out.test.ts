import { expect, test } from 'vitest';

import { serviceLeftOut, withoutLeftOut } from '../../../../programs/deploy/manifests/left-out.ts';
import { deploymentOf } from '../support/objects.ts';

const named = (name: string): ReturnType<typeof deploymentOf> => ({ ...deploymentOf(), metadata: { name } });
const told = (names: readonly string[], patterns: readonly string[]): string | undefined => {
  const all = names.map(named);
  return serviceLeftOut(all, withoutLeftOut(all, patterns).objects, { names: [] });
};

test('the service itself cannot be left out', () => {
  expect(told(['api'], ['Deployment/api'])).toMatch(
    /^deploy\.leaveOut: Deployment\/api is the service itself/,
  );
  expect(told(['api'], ['Deployment'])).toMatch(/is the service itself/);
});

test('another workload can, also where that tells which one the service is', () => {
  expect(told(['api'], ['Job'])).toBeUndefined();
  expect(told(['api', 'worker'], ['Deployment/worker'])).toBeUndefined();
});
