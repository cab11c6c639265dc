import { expect, test } from 'vitest';

import { orderOf } from '../../../../programs/deploy/manifests/order.ts';
import type { Deployment, KubeObject } from '../../../../programs/deploy/kube/types.ts';

type Made = KubeObject & { readonly spec?: object };

const template = (image: string, labels: Record<string, string>): object => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image }] },
});
const made = (kind: string, name: string, spec?: object): Made => ({
  kind,
  metadata: { name },
  ...(spec === undefined ? {} : { spec }),
});
const api = made('Deployment', 'api', { template: template('shop:2', { app: 'api' }) }) as Deployment;
const worker = made('Deployment', 'worker', { template: template('shop:2', { app: 'worker' }) });
const nightly = made('CronJob', 'nightly', { jobTemplate: { spec: { template: template('shop:2', {}) } } });
const database = made('StatefulSet', 'database', { template: template('postgres:17', { app: 'database' }) });
const proxy = made('Deployment', 'proxy', { template: template('nginx:1', { app: 'proxy' }) });
const migrate = made('Job', 'migrate', { template: template('shop:2', {}) });
const seed = made('Job', 'seed', { template: template('postgres:17', {}) });
const settings = made('ConfigMap', 'settings');
const ofApi = made('Service', 'api', { selector: { app: 'api' } });
const ofDatabase = made('Service', 'database', { selector: { app: 'database' } });
const budget = made('PodDisruptionBudget', 'api', { selector: { matchLabels: { app: 'api' } } });
const policy = made('NetworkPolicy', 'worker', { podSelector: { matchLabels: { app: 'worker' } } });
const all = made('NetworkPolicy', 'default-deny', { podSelector: {} });
const scaler = made('HorizontalPodAutoscaler', 'api');
const ingress = made('Ingress', 'api');

const objects = [
  ingress,
  scaler,
  api,
  migrate,
  worker,
  nightly,
  ofApi,
  budget,
  policy,
  seed,
  proxy,
  database,
  ofDatabase,
  all,
  settings,
];

test('what the project needs comes first, then its Jobs, then its programs and what leads to them', () => {
  const { needs, jobs, all: rest } = orderOf(objects, api);
  expect(needs).toEqual([proxy, database, ofDatabase, all, settings]);
  expect(jobs).toEqual([migrate, seed]);
  expect(rest).toEqual(objects.filter(({ kind }) => kind !== 'Job'));
});

test('a policy or a budget that names pods by expressions is about them, too', () => {
  const matchExpressions = [{ key: 'app', operator: 'In', values: ['api'] }];
  const byWords = made('NetworkPolicy', 'api', { podSelector: { matchExpressions } });
  const ofOthers = made('PodDisruptionBudget', 'others', {
    selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['api'] }] },
  });
  expect(orderOf([byWords, ofOthers, api], api).needs).toEqual([ofOthers]);
});

test('a Deployment alone needs nothing', () => {
  expect(orderOf([api], api)).toEqual({ needs: [], jobs: [], all: [api] });
});
