import { expect, test } from 'vitest';

import { withNewJobs } from '../../../../programs/deploy/admission/new-jobs.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';

const made = (kind: string, name: string): KubeObject => ({ kind, metadata: { name } });
const objects = [made('Job', 'migrate'), made('Job', 'a'.repeat(63)), made('Deployment', 'migrate')];
const namesOf = (all: readonly KubeObject[]): string[] => all.map(({ metadata }) => metadata.name);

test('a Job that the cluster has is asked for under another name, which is one that it may have', () => {
  const names = namesOf(withNewJobs(objects, objects));
  expect(names).toEqual(['migrate-dry-run', `${'a'.repeat(50)}-dry-run`, 'migrate']);
});

test('a Job that it does not have keeps its name', () => {
  expect(withNewJobs(objects, [made('Deployment', 'migrate')])).toEqual(objects);
});

test('where the cluster does not tell what it has, it may have each Job', () => {
  expect(namesOf(withNewJobs(objects, undefined))[0]).toBe('migrate-dry-run');
});
