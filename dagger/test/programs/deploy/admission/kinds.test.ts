import { describe, expect, test } from 'vitest';

import { definedLater, unknownKinds } from '../../../../programs/deploy/admission/kinds.ts';
import { kindsIn } from '../../../../programs/deploy/admission/known-kinds.ts';
import type { KubeObject } from '../../../../programs/deploy/kube/types.ts';
import type { MadeObject } from '../support/objects.ts';

/** What kubectl 1.34 prints of a small server. */
const resources = `
configmaps                          cm           v1                                true         ConfigMap
namespaces                          ns           v1                                false        Namespace
bindings                                         v1                                true         Binding
deployments                         deploy       apps/v1                           true         Deployment
horizontalpodautoscalers            hpa          autoscaling/v2                    true         HorizontalPodAutoscaler
cronjobs                            cj           batch/v1                          true         CronJob
ingresses                           ing          networking.k8s.io/v1              true         Ingress
`;
const known = kindsIn(
  resources,
  'apps/v1\nautoscaling/v1\nautoscaling/v2\nbatch/v1\nnetworking.k8s.io/v1\nv1\n',
);

const object = (apiVersion: string, kind: string, name = 'x'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
});
const definition: MadeObject = {
  ...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
  spec: { group: 'shop.example', names: { kind: 'Basket' }, versions: [{ name: 'v1' }] },
};
const served = kindsIn(
  `${resources}customresourcedefinitions crd,crds apiextensions.k8s.io/v1 false CustomResourceDefinition`,
  'v1\napiextensions.k8s.io/v1',
);
const told = (...objects: KubeObject[]): string[] =>
  (unknownKinds(objects, known).problems ?? []).map(({ text }) => text);

test('the kinds of a server are read, with and without short names', () => {
  expect(known.kinds).toContainEqual({ apiVersion: 'v1', kind: 'Binding', isNamespaced: true });
  expect(known.kinds).toContainEqual({ apiVersion: 'v1', kind: 'Namespace', isNamespaced: false });
  expect(kindsIn('', '').kinds).toEqual([]);
});

describe('of kinds', () => {
  test('those that the server has are fine, in any version that it serves', () => {
    const all = ['autoscaling/v1', 'autoscaling/v2'].map((version) =>
      object(version, 'HorizontalPodAutoscaler'),
    );
    expect(told(...all, object('v1', 'ConfigMap'), object('apps/v1', 'Deployment'))).toEqual([]);
  });

  test('unknown ones are refused once for each kind, with the line that leaves them out', () => {
    const monitor = (name: string): KubeObject => object('monitoring.coreos.com/v1', 'ServiceMonitor', name);
    expect(told(monitor('a'), monitor('b'), object('cert-manager.io/v1', 'Certificate'))).toEqual([
      'the cluster has no kind ServiceMonitor of monitoring.coreos.com/v1 (ServiceMonitor/a, ServiceMonitor/b): install what brings it, or leave these objects out in pipeline.json: "deploy": { "leaveOut": ["ServiceMonitor"] }',
      expect.stringContaining('"leaveOut": ["Certificate"]'),
    ]);
  });

  test.each([
    ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1beta1', 'Ingress', 'networking.k8s.io/v1'],
    ['extensions/v1beta1', 'Deployment', 'apps/v1'],
    ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 'autoscaling/v2'],
    ['batch/v1beta1', 'CronJob', 'batch/v1'],
    ['v1', 'Deployment', 'apps/v1'],
  ])('%s %s is told to be %s', (version, kind, current) => {
    expect(told(object(version, kind))).toEqual([
      `the cluster has no ${kind} of ${version} (${kind}/x): expected ${current}: change the manifests`,
    ]);
  });

  test('a kind of another group is not taken for it', () => {
    expect(told(object('networking.example/v1', 'Ingress'))).toEqual([
      expect.stringContaining('no kind Ingress'),
    ]);
  });

  test('those that the manifests define are fine, and come after their definitions', () => {
    const basket = object('shop.example/v1', 'Basket');
    expect(unknownKinds([definition, basket], served)).toEqual({ problems: [] });
    expect(definedLater([definition, basket], served)).toEqual([basket]);
    expect(unknownKinds([definition, object('shop.example/v2', 'Basket')], served).problems).toHaveLength(1);
    const has = kindsIn('baskets shop.example/v1 true Basket', 'shop.example/v1');
    expect(definedLater([definition, basket], has)).toEqual([]);
  });

  test('nothing is refused by a server that does not tell, and that is told', () => {
    const { problems, notes } = unknownKinds([object('x/v1', 'Any')], undefined);
    expect([problems, notes]).toEqual([undefined, [expect.stringContaining('did not tell')]]);
  });
});
