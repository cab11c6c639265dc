import { expect, test } from 'vitest';

import { answersOf } from '../../../../programs/deploy/manifests/answers.ts';
import type { Container } from '../../../../programs/deploy/kube/types.ts';

const of = (container: Omit<Container, 'name'>): object => answersOf({ name: 'app', ...container });

test('a container answers where its readiness probe asks, by number or by name', () => {
  expect(of({ readinessProbe: { httpGet: { path: '/ready', port: 3000 } } })).toEqual({
    port: 3000,
    healthPath: '/ready',
  });
  const ports = [
    { name: 'metrics', containerPort: 9000 },
    { name: 'http', containerPort: 8080 },
  ];
  expect(of({ ports, livenessProbe: { httpGet: { path: '/live', port: 'http' } } })).toEqual({
    port: 8080,
    healthPath: '/live',
  });
});

test('without such a probe it answers on its only port', () => {
  expect(of({ ports: [{ containerPort: 80 }], readinessProbe: {} })).toEqual({ port: 80 });
  expect(of({ ports: [{ containerPort: 80 }, { containerPort: 81 }] })).toEqual({});
  expect(of({})).toEqual({});
});
