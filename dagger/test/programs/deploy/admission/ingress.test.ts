import { expect, test } from 'vitest';

import { type IngressFacts, ingressFindings } from '../../../../programs/deploy/admission/ingress.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';
import type { MadeObject } from '../support/objects.ts';

const ingress = (spec: object, annotations: Record<string, string> = {}): MadeObject => ({
  kind: 'Ingress',
  metadata: { name: 'web', annotations },
  spec,
});
const classOf = (name: string): KubeObject => ({ kind: 'IngressClass', metadata: { name } });
const byField = ingress({ ingressClassName: 'nginx' });
const byAnnotation = ingress({}, { 'kubernetes.io/ingress.class': 'nginx' });

const facts: Omit<IngressFacts, 'objects'> = { ingressClasses: [classOf('traefik')], own: false };

test.each([
  ['its field', byField],
  ['its old annotation', byAnnotation],
])(
  'an Ingress of a class that is missing, by %s, is refused, and told on a cluster of its own',
  (_, object) => {
    const objects = [object];
    expect(ingressFindings({ ...facts, objects })).toEqual({
      problems: [
        {
          rule: 'ingress-class',
          text: 'the cluster has no ingress class nginx (Ingress/web): expected one of those that it has: traefik; name it in the manifests, or install what brings it',
        },
      ],
    });
    expect(ingressFindings({ ...facts, objects, own: true })).toEqual({
      notes: [
        'no ingress class nginx (Ingress/web) in this cluster: nothing answers at the Ingress, and the proof goes through the Service',
      ],
    });
  },
);

test.each([
  ['the cluster has', [ingress({ ingressClassName: 'traefik' })]],
  ['comes with the manifests', [byField, classOf('nginx')]],
  ['the cluster chooses', [ingress({})]],
  ['is no object, as of GKE', [ingress({}, { 'kubernetes.io/ingress.class': 'gce' })]],
  ['only another kind names', [{ ...byField, kind: 'Any' }]],
])('a class that %s is fine', (_, objects) => {
  expect(ingressFindings({ ...facts, objects })).toEqual({});
});

test('classes that are not to be seen are told', () => {
  const { problems, notes } = ingressFindings({ ...facts, objects: [byField], ingressClasses: undefined });
  expect([problems, notes]).toEqual([undefined, [expect.stringContaining('could not be read')]]);
});
