import { describe, expect, test } from 'vitest';

import { neededBy, readsOf } from '../../../../programs/deploy/manifests/reads.ts';
import type { MadeObject } from '../support/objects.ts';

/** An object whose pods have such a specification. */
function workload(spec: object, { kind = 'Deployment', name = 'api' } = {}): MadeObject {
  const template = { spec: { containers: [], ...spec } };
  if (kind === 'Pod') return { kind, metadata: { name }, ...template };
  const made = kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
  return { kind, metadata: { name }, spec: made };
}

/** Reads in words: `Secret keys/TOKEN?`. */
const told = (spec: object, kind = 'Deployment'): string[] =>
  readsOf(workload(spec, { kind })).map(
    (read) =>
      `${read.kind} ${read.name}/${read.key ?? '*'}${read.optional ? '?' : ''}${read.forPull === true ? ' pull' : ''}`,
  );

const container = {
  env: [
    { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } },
    { name: 'B', valueFrom: { configMapKeyRef: { name: 'c', key: 'b', optional: true } } },
    { name: 'C', value: 'plain' },
    { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ],
  envFrom: [{ secretRef: { name: 'all-s' } }, { configMapRef: { name: 'all-c', optional: true } }],
};
const ofContainer = ['Secret s/a', 'ConfigMap c/b?', 'Secret all-s/*', 'ConfigMap all-c/*?'];

describe('pods read', () => {
  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'])(
    'by variables in a %s, in containers that run before the others too',
    (kind) => {
      expect(told({ containers: [container] }, kind)).toEqual(ofContainer);
      expect(told({ initContainers: [container] }, kind)).toEqual(ofContainer);
    },
  );

  test('by files: all keys, or those that are named; of several sources in one volume', () => {
    const volumes = [
      { secret: { secretName: 's' } },
      { secret: { secretName: 's', items: [{ key: 'a', path: 'a' }], optional: true } },
      { configMap: { name: 'c', items: [{ key: 'b' }, { key: 'd' }] } },
      { emptyDir: {} },
      {
        projected: {
          sources: [
            { secret: { name: 'ps' } },
            { configMap: { name: 'pc', items: [{ key: 'k' }] } },
            { serviceAccountToken: { path: 't' } },
          ],
        },
      },
    ];
    expect(told({ volumes })).toEqual([
      'Secret s/*',
      'Secret s/a?',
      'ConfigMap c/b',
      'ConfigMap c/d',
      'Secret ps/*',
      'ConfigMap pc/k',
    ]);
  });

  test('by the login to a registry, also of their account', () => {
    expect(told({ imagePullSecrets: [{ name: 'login' }, {}] })).toEqual([
      'Secret login/.dockerconfigjson pull',
    ]);
    const account = {
      kind: 'ServiceAccount',
      metadata: { name: 'a' },
      imagePullSecrets: [{ name: 'x' }],
    };
    expect(readsOf(account)).toMatchObject([{ kind: 'Secret', name: 'x', forPull: true }]);
  });

  test.each([
    ['no lists', { containers: [{ env: 'A=1', envFrom: {} }], volumes: 'none', imagePullSecrets: {} }],
    ['nothing at all', { containers: [{ env: null, envFrom: null }], volumes: null, initContainers: null }],
    [
      'texts for objects',
      { containers: ['a', { env: ['A', { valueFrom: 'b' }] }], volumes: ['c', { secret: 'd' }] },
    ],
  ])('nothing from %s, which the server refuses later', (_, spec) => {
    expect(told(spec)).toEqual([]);
  });

  test('no Service and no ConfigMap', () => {
    const map = { kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } };
    expect(readsOf(map)).toEqual([]);
  });
});

test('an Ingress reads its certificates where they are there', () => {
  const ingress = {
    kind: 'Ingress',
    metadata: { name: 'i' },
    spec: { tls: [{ secretName: 't' }, {}] },
  };
  const optional = { kind: 'Secret', name: 't', optional: true };
  expect(readsOf(ingress)).toEqual([
    { ...optional, key: 'tls.crt' },
    { ...optional, key: 'tls.key' },
  ]);
});

test('the reads of all objects are joined by kind and name', () => {
  const reading = (key: string, optional: boolean): object => ({
    containers: [{ env: [{ name: key, valueFrom: { secretKeyRef: { name: 's', key, optional } } }] }],
  });
  const objects = [
    workload(reading('a', true)),
    workload(reading('b', true)),
    workload(reading('a', false), { kind: 'Job', name: 'migrate' }),
    workload({ volumes: [{ configMap: { name: 's' } }] }),
  ];
  const none = { optionalKeys: [], isForPull: false };
  expect(neededBy(objects)).toEqual([
    {
      ...none,
      kind: 'Secret',
      name: 's',
      keys: ['a'],
      optionalKeys: ['b'],
      isWhole: false,
      isRequired: true,
      users: ['Deployment/api', 'Job/migrate'],
    },
    {
      ...none,
      kind: 'ConfigMap',
      name: 's',
      keys: [],
      isWhole: true,
      isRequired: true,
      users: ['Deployment/api'],
    },
  ]);
});
