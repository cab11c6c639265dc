import { describe, expect, test } from 'vitest';

import { companionLabels, companionUser, podOf } from '../../../../programs/deploy/companions/pod.ts';
import type { Deployment, KubeObject } from '../../../../programs/deploy/kube/types.ts';
import { deploymentOf } from '../support/objects.ts';

const name = 'app.kubernetes.io/name';
const component = 'app.kubernetes.io/component';
const settings = { project: 'shop', probeImage: 'shop:1' };

const labelled = (labels: Record<string, string>, selector = labels): Deployment =>
  deploymentOf({
    selector: { matchLabels: selector },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
  });
const service = (selector: Record<string, string>): KubeObject & { readonly spec: object } => ({
  kind: 'Service',
  metadata: { name: 'app' },
  spec: { selector },
});

describe('a pod that asks the service', () => {
  test('has its name, by which policies know it', () => {
    const own = { [name]: 'web', [component]: 'api' };
    expect(companionLabels(settings, labelled(own), [service(own)])).toEqual({
      [name]: 'web',
      [component]: 'probe',
    });
  });

  test("has the project's name where the service has none", () => {
    expect(companionLabels(settings, labelled({ app: 'web' }), [])).toEqual({
      [name]: 'shop',
      [component]: 'probe',
    });
  });

  test.each<[string, Deployment, readonly KubeObject[]]>([
    ['a Service', labelled({ [name]: 'web', app: 'web' }, { app: 'web' }), [service({ [name]: 'web' })]],
    ['the Deployment', labelled({ [name]: 'web' }), []],
    [
      'another workload',
      labelled({ [name]: 'web', app: 'web' }, { app: 'web' }),
      [{ ...labelled({ [component]: 'probe' }), metadata: { name: 'other' } }],
    ],
  ])('is not taken for a pod of %s', (_name, workload, objects) => {
    expect(companionLabels(settings, workload, objects)[name]).toBe('shop-probe');
  });

  test.each<[string, number | undefined, number | undefined, number]>([
    ['nobody where nothing is said', undefined, undefined, 65_532],
    ["the pod's", 1000, undefined, 1000],
    ["the container's rather than the pod's", 1000, 1001, 1001],
    ['nobody in the place of root', 0, undefined, 65_532],
    ['nobody in the place of a container that is root', 1000, 0, 65_532],
  ])('runs as %s', (_name, ofPod, ofContainer, user) => {
    const as = (runAsUser: number | undefined): object =>
      runAsUser === undefined ? {} : { securityContext: { runAsUser } };
    const workload = deploymentOf({
      template: {
        metadata: { labels: {} },
        spec: { containers: [{ name: 'app', image: 'app:1', ...as(ofContainer) }], ...as(ofPod) },
      },
    });
    expect(companionUser(workload)).toBe(user);
    const program = { which: 'probe', command: ['node'], env: {} } as const;
    expect(podOf(settings, { workload, labels: {} }, program)).toMatchObject({
      spec: { containers: [{ securityContext: { runAsNonRoot: true, runAsUser: user } }] },
    });
  });
});
