import { describe, expect, test } from 'vitest';

import {
  namespaceFindings,
  type OwnerFacts,
  ownerFindings,
} from '../../../../programs/deploy/admission/owners.ts';
import type { KubeObject, Metadata } from '../../../../programs/deploy/kube/types.ts';
import type { MadeObject } from '../support/objects.ts';

const facts: OwnerFacts = {
  project: 'shop',
  namespace: 'team',
  namespaceObject: undefined,
  same: [],
  kept: [],
};
const object = (metadata: Partial<Metadata>): KubeObject => ({
  kind: 'Service',
  metadata: { name: 'shop', ...metadata },
});
const told = (change: Partial<OwnerFacts>): string[] =>
  (ownerFindings({ ...facts, ...change }).problems ?? []).map(({ text }) => text);
const helm = { annotations: { 'meta.helm.sh/release-name': 'store' } };

describe('an object of the same name', () => {
  test.each<[string, Partial<Metadata>]>([
    ['the Helm release store', helm],
    [
      "Argo CD's application shop",
      { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Service:team/shop' } },
    ],
    ["Argo CD's application a", { labels: { 'argocd.argoproj.io/instance': 'a' } }],
    ["Flux's kustomization apps", { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } }],
    ["Flux's Helm release r", { labels: { 'helm.toolkit.fluxcd.io/name': 'r' } }],
    ['Helm', { managedFields: [{ manager: 'kubectl' }, { manager: 'helm' }] }],
    ['Argo CD', { managedFields: [{ manager: 'argocd-controller' }] }],
  ])('of %s is refused, with what to do', (owner, metadata) => {
    expect(told({ same: [object(metadata)] })).toEqual([
      `Service/shop in team is of ${owner}: deploy to another namespace by --namespace, let its owner hand it over, or leave it out by deploy.leaveOut`,
    ]);
  });

  test.each<[string, Partial<Metadata>]>([
    ['its own', { managedFields: [{ manager: 'pipeline' }] }],
    ['its own now, with a mark of before', { ...helm, managedFields: [{ manager: 'pipeline' }] }],
    [
      "nobody's that is known",
      { labels: { 'app.kubernetes.io/instance': 'a' }, managedFields: [{ manager: 'kubectl' }] },
    ],
  ])('of %s is fine', (_, metadata) => {
    expect(told({ same: [object(metadata)] })).toEqual([]);
  });

  test('is named beside all others of one owner', () => {
    const other: KubeObject = { kind: 'Deployment', metadata: { name: 'shop', ...helm } };
    expect(told({ same: [object(helm), other] })).toEqual([
      expect.stringMatching(/^Service\/shop, Deployment\/shop in team/),
    ]);
  });
});

test('a namespace of another project is refused, one of its own is fine', () => {
  const kept = ['shop-deployed', 'shop-deployed-before'].map((name): KubeObject => ({
    kind: 'ConfigMap',
    metadata: { name },
  }));
  expect(told({ kept })).toEqual([]);
  expect(told({ kept: [...kept, { kind: 'ConfigMap', metadata: { name: 'bank-deployed' } }] })).toEqual([
    'the namespace team is of the project bank, which this pipeline has deployed there: name another by --namespace, or delete its ConfigMap bank-deployed to hand the namespace over',
  ]);
});

test('what is not to be seen is told', () => {
  expect(ownerFindings({ ...facts, same: undefined })).toEqual({
    problems: [],
    notes: [expect.stringContaining('could not all be read')],
  });
});

describe('a namespace', () => {
  const words = (change: Partial<OwnerFacts>): string[] =>
    (namespaceFindings({ ...facts, ...change }).problems ?? []).map(({ text }) => text);
  const object = (phase: string): MadeObject => ({
    kind: 'Namespace',
    metadata: { name: 'team' },
    status: { phase },
  });

  test.each(['kube-system', 'kube-public'])('of the cluster itself is refused: %s', (namespace) => {
    expect(words({ namespace })).toEqual([
      expect.stringContaining(`the namespace ${namespace} is of the cluster itself`),
    ]);
  });

  test('that is being deleted is refused', () => {
    expect(words({ namespaceObject: object('Terminating') })).toEqual([
      expect.stringContaining('is being deleted'),
    ]);
  });

  test('that is there, or not yet, is fine', () => {
    expect([words({ namespaceObject: object('Active') }), words({})]).toEqual([[], []]);
  });
});
