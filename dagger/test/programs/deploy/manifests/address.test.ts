import { describe, expect, test } from 'vitest';

import type { KubeObject, Service, ServicePort } from '../../../../programs/deploy/kube/types.ts';
import { addressOf, placed } from '../../../../programs/deploy/manifests/address.ts';
import { deploymentOf } from '../support/objects.ts';

const ports = [
  { name: 'web', containerPort: 3000 },
  { name: 'metrics', containerPort: 9090 },
];
const workload = deploymentOf({
  template: {
    metadata: { labels: { app: 'app' } },
    spec: { containers: [{ name: 'app', image: 'app:1', ports }] },
  },
});

const service = (
  servicePorts: readonly ServicePort[],
  change: Partial<Service['spec']> = {},
  name = 'app',
): Service => ({
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'app' }, ports: servicePorts, ...change },
});

describe('the service is asked', () => {
  test.each<[string, readonly KubeObject[], number, object]>([
    [
      'at a number',
      [service([{ port: 80, targetPort: 3000 }])],
      3000,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'at a name',
      [service([{ port: 80, targetPort: 'web' }])],
      3000,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    ['at the same port', [service([{ port: 3000 }])], 3000, { name: 'app', port: 3000, podPort: 3000 }],
    [
      'at that of several ports that leads to it',
      [service([{ port: 9090 }, { port: 80, targetPort: 'web' }])],
      3000,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'at the first port where none leads to the port that was found',
      [service([{ port: 80, targetPort: 'web' }])],
      8080,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'at another port where the first names one that no container has',
      [
        service([
          { port: 1, targetPort: 'grpc' },
          { port: 80, targetPort: 3000 },
        ]),
      ],
      8080,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'at the port that is called http where none leads to the port that was found',
      [service([{ port: 9090 }, { name: 'http', port: 80, targetPort: 8000 }])],
      8080,
      { name: 'app', port: 80, podPort: 8000 },
    ],
    [
      'at a port that the container names where none leads to the port that was found',
      [
        service([
          { port: 81, targetPort: 8000 },
          { port: 80, targetPort: 3000 },
        ]),
      ],
      8080,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'by TCP',
      [
        service([
          { port: 3000, protocol: 'UDP' },
          { port: 80, targetPort: 3000 },
        ]),
      ],
      3000,
      { name: 'app', port: 80, podPort: 3000 },
    ],
    [
      'by a Service with an address of its own rather than by a headless one',
      [
        service([{ port: 80, targetPort: 3000 }], { clusterIP: 'None' }, 'headless'),
        service([{ port: 8080, targetPort: 3000 }], { type: 'LoadBalancer' }),
      ],
      3000,
      { name: 'app', port: 8080, podPort: 3000 },
    ],
    [
      "at the pods' own port by a headless one",
      [service([{ port: 80, targetPort: 3000 }], { clusterIP: 'None' }, 'headless')],
      3000,
      { name: 'headless', port: 3000, podPort: 3000 },
    ],
    [
      'by the Service that selects its pods, and not by one that selects nothing or others',
      [
        service([{ port: 1, targetPort: 3000 }], { selector: {} }, 'external'),
        service([{ port: 2, targetPort: 3000 }], { selector: { app: 'worker' } }, 'worker'),
        service([{ port: 80, targetPort: 3000 }]),
      ],
      3000,
      { name: 'app', port: 80, podPort: 3000 },
    ],
  ])('%s', (_name, objects, port, address) => {
    expect(addressOf([workload, ...objects], workload, port)).toEqual(address);
  });
});

test('without a Service that leads to its pods nothing is rolled out', () => {
  const objects = [workload, service([{ port: 80 }], { selector: { app: 'worker' } })];
  expect(() => addressOf(objects, workload, 3000)).toThrow(
    /no Service leads to the pods of the Deployment app/,
  );
});

test('settings get the port of the pods, whatever was found in the source', () => {
  const objects = [workload, service([{ port: 80, targetPort: 'web' }])];
  expect(placed({ port: 8080, healthPath: '/' }, objects)).toEqual({
    settings: { port: 3000, healthPath: '/' },
    address: { name: 'app', port: 80 },
  });
});
