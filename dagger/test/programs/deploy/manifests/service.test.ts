import { describe, expect, test } from 'vitest';

import { findService, type KnownService } from '../../../../programs/deploy/manifests/service.ts';
import type { Deployment, KubeObject, Service } from '../../../../programs/deploy/kube/types.ts';

function deployment(name: string, ...images: string[]): Deployment {
  const labels = { app: name };
  const containers = images.map((image, index) => ({ name: `c${String(index)}`, image }));
  return {
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
const leadingTo = (name: string): Service => ({
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});
function told(objects: readonly KubeObject[], known: Partial<KnownService> = {}): string {
  const found = findService(objects, { names: ['shop'], ...known });
  if (typeof found === 'string') return found;
  return `${found.deployment.metadata.name} ${found.container} ${found.image}: ${found.why}`;
}

describe('the service', () => {
  test('runs the image of the project, beside whatever runs in its pods', () => {
    const objects = [
      deployment('web', 'envoy:1', 'registry.example/team/shop:2'),
      deployment('db', 'postgres:17'),
    ];
    expect(told(objects)).toBe(
      'web c1 registry.example/team/shop: it runs the image registry.example/team/shop:2',
    );
  });

  test('is the container that says whether it is ready, or has a port, of several that run the image', () => {
    const web = deployment('web', 'shop', 'shop', 'shop');
    const withContainers = (...changes: readonly object[]): Deployment => {
      const { template } = web.spec;
      const containers = template.spec.containers.map((one, index) => ({ ...one, ...changes[index] }));
      return { ...web, spec: { ...web.spec, template: { ...template, spec: { containers } } } };
    };
    const ports = [{ containerPort: 3000 }];
    expect(told([withContainers({}, { ports })])).toMatch(/^web c1 /);
    expect(told([withContainers({}, { ports }, { readinessProbe: {} })])).toMatch(/^web c2 /);
  });

  test('is the one that a Service leads to, of several that run it', () => {
    const objects = [deployment('worker', 'shop'), deployment('web', 'shop'), leadingTo('web')];
    expect(told(objects)).toMatch(/^web c0 shop/);
    expect(told([...objects, leadingTo('worker')])).toMatch(
      /^2 Deployments run the image of the project: Deployment\/worker \(shop\), Deployment\/web \(shop\); .*deploy\.workload/,
    );
  });

  test('is the only Deployment, whatever its image is called', () => {
    expect(told([deployment('any', '<IMAGE>')])).toBe('any c0 <IMAGE>: the only Deployment');
  });

  test('is the only one that is no service of others', () => {
    const objects = [
      deployment('api', 'team/api:1'),
      deployment('db', 'postgres'),
      leadingTo('api'),
      leadingTo('db'),
    ];
    expect(told(objects)).toMatch(/^api c0 team\/api: the only one with a Service/);
  });

  test('is the one that is named', () => {
    const objects = [deployment('a', 'a'), deployment('b', 'b')];
    expect(told(objects)).toMatch(/^2 Deployments are there, none with an image named shop/);
    expect(told(objects, { workload: 'b' })).toBe('b c0 b: named by deploy.workload');
    expect(told(objects, { workload: 'Deployment/a' })).toMatch(/^a/);
    expect(told(objects, { workload: 'c' })).toBe(
      'deploy.workload: expected one of Deployment/a, Deployment/b, got c',
    );
  });

  test('is told to be of another kind where it is one', () => {
    const set = { ...deployment('shop', 'shop:1'), kind: 'StatefulSet' };
    expect(told([set])).toMatch(/no Deployment .*the project's image runs in StatefulSet\/shop/);
    expect(told([])).toMatch(/^the manifests have no Deployment/);
  });
});
