import { describe, expect, test } from 'vitest';

import { type StorageFacts, storageFindings } from '../../../../programs/deploy/admission/storage.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';

type Made = KubeObject & { readonly spec?: object; readonly provisioner?: string };

const claim = (spec: object, annotations: Record<string, string> = {}): Made => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', annotations },
  spec,
});
const ofClass = (storageClassName: string): Made => claim({ storageClassName });
const storageClass = (name: string, provisioner: string, isDefault = false): Made => ({
  kind: 'StorageClass',
  metadata: {
    name,
    annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) },
  },
  provisioner,
});
const volume = (spec: object): Made => ({ kind: 'PersistentVolume', metadata: { name: 'disk' }, spec });
const set: Made = {
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: { volumeClaimTemplates: [{ spec: { storageClassName: 'gp3' } }] },
};
const scratch: Made = {
  kind: 'Deployment',
  metadata: { name: 'api' },
  spec: {
    template: {
      spec: {
        containers: [],
        volumes: [{ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'gp3' } } } }],
      },
    },
  },
};

const standard = storageClass('standard', 'rancher.io/local-path', true);
const facts = { storageClasses: [standard], volumes: [], isKind: true };
const told = (objects: readonly KubeObject[], change: Partial<StorageFacts> = {}): string[] =>
  (storageFindings({ ...facts, objects, ...change }).problems ?? []).map(({ text }) => text);

describe('a claim', () => {
  test.each([
    ['of a class that is there', [ofClass('standard')]],
    ['of the default class', [claim({})]],
    ['of no class, for a volume that somebody makes', [ofClass('')]],
    ['of a volume that it names', [claim({ storageClassName: 'manual', volumeName: 'disk' })]],
    [
      'of a word that a volume of the manifests has too',
      [ofClass('manual'), volume({ storageClassName: 'manual' })],
    ],
    ['of a class that comes with the manifests', [ofClass('own'), storageClass('own', 'example.com/nfs')]],
    ['of no storage at all', [{ kind: 'Service', metadata: { name: 's' } }]],
  ])('%s is fine', (_, objects) => {
    expect(storageFindings({ ...facts, objects }).problems ?? []).toEqual([]);
  });

  test.each([
    ['a claim', ofClass('gp3'), 'PersistentVolumeClaim/data'],
    [
      'an old annotation',
      claim({}, { 'volume.beta.kubernetes.io/storage-class': 'gp3' }),
      'PersistentVolumeClaim/data',
    ],
    ["a StatefulSet's replicas", set, 'StatefulSet/db'],
    ['volumes that live with a pod', scratch, 'Deployment/api'],
  ])('of a class that the cluster lacks is refused, by %s', (_, object, user) => {
    expect(told([object])).toEqual([
      `the cluster has no storage class gp3 (${user}): expected one of those that it has: standard; name it in the manifests, by an overlay or by values of the chart`,
    ]);
  });

  test('of the default class is refused where there is none, unless a volume of no class is there', () => {
    const storageClasses = [storageClass('slow', 'x')];
    expect(told([claim({})], { storageClasses })).toEqual([
      'the cluster has no default storage class, by which PersistentVolumeClaim/data would get a volume: name one of those that it has: slow',
    ]);
    expect(told([claim({})], { storageClasses, volumes: [volume({})] })).toEqual([]);
  });

  test.each([
    'kubernetes.io/aws-ebs',
    'ebs.csi.aws.com',
    'disk.csi.azure.com',
    'pd.csi.storage.gke.io',
    'dobs.csi.digitalocean.com',
    'csi.hetzner.cloud',
  ])('of a class of the manifests that makes disks by %s is refused on kind alone', (provisioner) => {
    const objects = [ofClass('fast'), storageClass('fast', provisioner)];
    expect(told(objects)).toEqual([
      expect.stringContaining(`the storage class fast (${provisioner}) makes disks of a cloud`),
    ]);
    expect(told(objects, { isKind: false })).toEqual([]);
    expect(told([storageClass('fast', provisioner)])).toEqual([]);
  });

  test('of classes that are not to be seen is told and not refused', () => {
    const { problems, notes } = storageFindings({ ...facts, objects: [set], storageClasses: undefined });
    expect([problems, notes]).toEqual([undefined, [expect.stringContaining('could not be read')]]);
  });
});
