import { expect, test } from 'vitest';

import { madeObjects, newIn } from '../../../../programs/deploy/manifests/made.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';

const made = (kind: string, name: string): KubeObject => ({ kind, metadata: { name } });
const space = made('Namespace', 'shop');
const volume = made('PersistentVolumeClaim', 'data');
const settings = made('ConfigMap', 'settings');
const api = made('Deployment', 'api');
const worker = made('Deployment', 'worker');
const objects = [space, volume, settings, api, worker];
const titles = ['Namespace/shop', 'PersistentVolumeClaim/data', 'Deployment/api', 'Deployment/worker'];

test('new is what the cluster does not have, and nothing is known of a cluster that does not tell', () => {
  expect(newIn(objects, [settings, made('Service', 'api')])).toEqual(titles);
  expect(newIn(objects, undefined)).toBeUndefined();
});

test('what a deployment made goes with it, the last first; what holds data stays, as does what was there before', () => {
  expect(madeObjects(objects, { created: titles })).toEqual({
    removed: [worker, api],
    kept: ['Namespace/shop', 'PersistentVolumeClaim/data'],
  });
});

test('what the version before has stays where that serves again', () => {
  const before = [space, made('Deployment', 'api')];
  expect(madeObjects(objects, { created: titles, before })).toEqual({
    removed: [worker],
    kept: ['PersistentVolumeClaim/data'],
  });
});
