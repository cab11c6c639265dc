import { describe, expect, test } from 'vitest';

import { badDeployments, type Subject } from '../../src/prove/bad-deployments.ts';
import { workloadIn } from '../../src/prove/workload.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const api = {
  name: 'web',
  image: 'clock:1',
  readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
  env: [
    { name: 'PLAIN', value: 'a' },
    { name: 'STORE', valueFrom: { secretKeyRef: { name: 'account', key: 'url' } } },
  ],
};

const secret = {
  kind: 'Secret',
  metadata: { name: 'account' },
  data: { other: base64('x'), url: base64('postgres://me:right@db:5432/app') },
};

/** What kubectl prints of a cluster with two Deployments and a Secret. */
function objects(change: object = {}): string {
  const deployment = (name: string, container: object): object => ({
    kind: 'Deployment',
    metadata: { name },
    spec: {
      progressDeadlineSeconds: name === 'shop' ? 90 : 600,
      template: { spec: { containers: [container] } },
    },
  });
  const worker = { name: 'worker', image: 'worker:1' };
  return JSON.stringify({
    items: [deployment('jobs', worker), deployment('shop', { ...api, ...change }), secret],
  });
}

describe('the service of a cluster', () => {
  test('is the Deployment that runs the image, with its container, probe and database by their own names', () => {
    expect(workloadIn(objects(), 'clock:1')).toEqual({
      deployment: 'shop',
      container: 'web',
      progressDeadlineSeconds: 90,
      readiness: { path: '/ready', port: 'http' },
      database: { variable: 'STORE', wrongUrl: 'postgres://me:wrong@db:5432/app' },
    });
  });

  test.each([
    ['a plain variable', { env: [{ name: 'DB', value: 'postgresql://me:right@db/app' }] }, 'DB'],
    ['a whole Secret', { env: undefined, envFrom: [{ secretRef: { name: 'account' } }] }, 'url'],
  ])('has its database from %s, too', (_, change, variable) => {
    expect(workloadIn(objects(change), 'clock:1').database?.variable).toBe(variable);
  });

  test('may have neither probe nor database', () => {
    const bare = objects({ env: undefined, readinessProbe: { tcpSocket: { port: 1 } } });
    expect(workloadIn(bare, 'clock:1')).toEqual({
      deployment: 'shop',
      container: 'web',
      progressDeadlineSeconds: 90,
    });
  });

  test('must be there', () => {
    expect(() => workloadIn(objects(), 'other:1')).toThrow('no Deployment of the cluster runs other:1');
  });
});

describe('bad deployments', () => {
  const bare: Subject = { deployment: 'shop', container: 'web', healthPath: '/up', port: 9090 };
  const full: Subject = {
    ...bare,
    progressDeadlineSeconds: 90,
    readiness: { path: '/ready', port: 'http' },
    database: { variable: 'STORE', wrongUrl: 'postgres://me:wrong@db/app' },
    migrations: '/app/migrations',
  };

  test('all change a service that has a probe, a database and migrations', () => {
    expect(badDeployments.filter(({ change }) => typeof change(full) === 'string')).toEqual([]);
  });

  test('say of a service that lacks one of these what it lacks', () => {
    const left = badDeployments.filter(({ change }) => typeof change(bare) === 'string');
    expect(left.map(({ name }) => name)).toEqual([
      'fails ten seconds after it was ready',
      'migration fails',
      'database password wrong',
      'a field that another owns',
    ]);
  });

  test('know no name that is not the service\u2019s own', () => {
    const text = JSON.stringify(badDeployments.map(({ change }) => change(full)));
    expect(text).not.toContain('messenger');
    expect(text).toContain('STORE');
    expect(text).toContain('/up');
  });
});
