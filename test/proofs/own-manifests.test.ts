import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy, type DeploymentRecord, deploymentMs, outcomeOf } from '../support/deployment.ts';
import { needs } from '../support/images.ts';
import { InnerDocker } from '../support/inner-docker.ts';
import { KeptCluster } from '../support/kept-cluster.ts';
import { createChart } from '../support/helm.ts';
import { bareShop, shop } from '../support/shop.ts';

needs('node', 'postgres', 'dind', 'golang', 'kindNode');

let docker: InnerDocker;
let cluster: KeptCluster;

beforeAll(async () => {
  docker = await InnerDocker.start();
  cluster = new KeptCluster(docker, 'own');
}, deploymentMs);

afterAll(() => docker[Symbol.asyncDispose]());

/** How the Job of the migration ended, and by which image it ran. */
const migration = (): Promise<string> =>
  cluster.kubectl(
    ...['shop', 'get', 'job', 'migrate'],
    ...['-o', 'jsonpath={.status.succeeded} {.spec.template.spec.containers[0].image}'],
  );

const stepsOf = ({ steps }: DeploymentRecord): string[] => steps.map(({ step }) => step);

describe('a folder of plain YAML with a worker, a database and a migration', () => {
  let first: DeploymentRecord;

  beforeAll(async () => {
    using source = shop();
    ({ record: first } = await deploy(source, cluster.where));
  }, deploymentMs);

  it('is deployed and proved by what it promises', async () => {
    expect(first.reason).toMatch(/checks passed/);
    expect(first).toMatchObject({ outcome: 'passed', exitCode: 0, baseline: true });
    for (const check of ['image', 'replicas', 'restarts', 'old-pods', 'health', 'probe']) {
      expect([check, outcomeOf(first, check)]).toEqual([check, 'passed']);
    }
    expect(first.proof?.observations.probe.failed).toBe(0);
    expect(await migration()).toMatch(/^1 /);
  });

  it('its database is there before the migration, and its worker after the service', () => {
    const steps = stepsOf(first);
    const order = ['database', 'jobs', 'apply', 'rollout', 'workloads'];
    expect(steps.filter((step) => order.includes(step))).toEqual(order);
  });

  it('is told what was done to its manifests', () => {
    const notes = first.notes.join('\n');
    expect(notes).toMatch(/the service is Deployment\/web/);
    expect(notes).toMatch(
      /made for this cluster: the Secret database, .*values of the pipeline's own for password/,
    );
    expect(notes).toMatch(/imagePullPolicy Always was taken for IfNotPresent in Deployment\/web/);
  });

  it(
    'an update whose worker does not start is taken back as a whole',
    { timeout: deploymentMs },
    async () => {
      const before = await migration();
      using source = shop().write('worker.js', 'process.exit(1);\n');
      source.write('k8s/extra.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\n');
      const { record } = await deploy(source, cluster.where);
      expect(record).toMatchObject({
        outcome: 'failed',
        failure: { step: 'workloads', rule: 'workload' },
        previous: { revision: first.version.revision },
        rollback: { kind: 'tried', proof: { outcome: 'passed' } },
      });
      expect(record.notes.join('\n')).toMatch(/Job\/migrate had begun for the version that is not proved/);
      expect(await migration()).not.toBe(before);
      expect(await cluster.kubectl('shop', 'get', 'configmap', 'extra', '--ignore-not-found')).toBe('');
    },
  );

  it('a migration that fails stops everything after it', { timeout: deploymentMs }, async () => {
    using source = shop().write('migrate.js', "console.log('no such table');\nprocess.exit(3);\n");
    const { record } = await deploy(source, cluster.where);
    expect(record.failure).toMatchObject({ step: 'jobs', rule: 'job' });
    expect(record.reason).toMatch(/Job\/migrate failed, and nothing after it was started: .*no such table/);
    expect(record.rollback).toMatchObject({ kind: 'tried', proof: { outcome: 'passed' } });
    expect(stepsOf(record)).not.toContain('apply');
  });

  it('what would fail is said at once, before anything is changed', { timeout: deploymentMs }, async () => {
    using source = shop();
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' } };
    const resources = { requests: { storage: '1Mi' } };
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'extra' },
      spec: { containers: [{ name: 'c', image: 'shop', envFrom: [{ configMapRef: { name: 'settings' } }] }] },
    };
    const monitor = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'web' },
    };
    source.write('k8s/claim.yaml', { ...claim, spec }).write('k8s/pod.yaml', pod);
    source.write('k8s/monitor.yaml', monitor);
    const { record } = await deploy(source, cluster.where);
    expect(record.failure).toMatchObject({ step: 'admission' });
    expect(record.rollback).toEqual({ kind: 'nothing-changed' });
    for (const words of ['ServiceMonitor', 'storage class fast', 'settings (Pod/extra)']) {
      expect(record.reason).toContain(words);
    }
  });
});

describe('the chart that helm create makes', () => {
  const values = {
    replicaCount: 2,
    image: { repository: 'chart-shop', tag: 'newest' },
    service: { port: 3000 },
    readinessProbe: { periodSeconds: 1 },
  };

  it('is deployed with values of its own, and proved', { timeout: deploymentMs }, async () => {
    using source = bareShop()
      .write('values-kind.yaml', values)
      .write('pipeline.json', {
        project: 'chart-shop',
        gates: ['image'],
        deploy: { chartValues: ['values-kind.yaml'] },
      });
    await createChart(source.folder, 'chart');
    const { record } = await deploy(source, cluster.where);
    expect(record.reason).toMatch(/checks passed/);
    expect(record).toMatchObject({ outcome: 'passed', cluster: { namespace: 'chart-shop' } });
    expect([outcomeOf(record, 'health'), outcomeOf(record, 'probe')]).toEqual(['passed', 'passed']);
    const notes = record.notes.join('\n');
    expect(notes).toMatch(/manifests: Helm chart in chart; the service is Deployment\/chart-shop/);
    expect(notes).toMatch(/left out: Pod\/chart-shop-test-connection \(a hook of Helm: test\)/);
  });
});
