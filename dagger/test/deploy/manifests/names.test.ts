import { expect, test } from 'vitest';

import { chosenManifests } from '../../../src/deploy/manifests/chosen.ts';
import { imageNames, nodeName } from '../../../src/deploy/manifests/names.ts';
import type { FoundManifests } from '../../../src/project/facts/manifests/kinds.ts';

test('an image may have the name of the project, of its folder and of its repository', () => {
  const repository = 'git+https://git.example/team/Shop.git';
  expect(imageNames({ project: 'orders', folder: 'src/order-service', repository })).toEqual([
    'orders',
    'order-service',
    'shop',
  ]);
  expect(imageNames({ project: 'shop', folder: '.', repository })).toEqual(['shop']);
  expect(imageNames({ project: 'Shop', folder: '.' })).toEqual(['shop']);
});

test.each([
  ['redis', 'redis'],
  ['redis:8', 'redis'],
  ['registry.example:5000/team/Cache:1.2', 'cache'],
  [`postgres:17@sha256:${'a'.repeat(64)}`, 'postgres'],
])('on nodes %s is called %s', (reference, name) => {
  expect(nodeName(reference)).toBe(name);
});

const manifests = (path: string): { value: FoundManifests; from: string } => ({
  value: { kind: 'folder', path, folders: [], files: [] },
  from: path,
});

const noneNamed = 'name their folder by --manifests or deploy.manifests in pipeline.json';

test('one set of manifests is deployed; none and several are refused with what to name', () => {
  expect(chosenManifests([manifests('k8s')])).toMatchObject({ kind: 'chosen', found: { from: 'k8s' } });
  expect(chosenManifests([])).toMatchObject({
    because: 'usage',
    next: noneNamed,
  });
  expect(chosenManifests([manifests('k8s'), manifests('/deploy')])).toMatchObject({
    reason: 'deploy: expected manifests of one kind, found k8s (plain YAML), /deploy (plain YAML)',
    next: 'name one: --manifests=k8s, or deploy.manifests in pipeline.json',
  });
});
