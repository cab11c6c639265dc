import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Checkout } from './support/checkout.ts';
import {
  deploy,
  deploymentMs,
  type DeploymentRecord,
  firstDeploymentMs,
  outcomeOf,
} from './support/deployment.ts';
import { InnerDocker } from './support/inner-docker.ts';
import { KeptCluster } from './support/kept-cluster.ts';

const name = 'nodes';
const workers = [`${name}-worker`, `${name}-worker2`];
const kindConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes: [{ role: control-plane }, { role: worker }, { role: worker }]
`;

let docker: InnerDocker;
let cluster: KeptCluster;
let folder: string;
let where: readonly string[];

/** Nodes that take no pods, as the cluster has them now. */
const cordoned = async (): Promise<string> => {
  const filter = 'jsonpath={.items[?(@.spec.unschedulable)].metadata.name}';
  return (await cluster.kubectl('messenger', 'get', 'nodes', '-o', filter)).trim();
};

describe('a cluster of a control plane and two workers', () => {
  let first: DeploymentRecord;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nodes-'));
    docker = await InnerDocker.start();
    cluster = new KeptCluster(docker, name);
    const config = join(folder, 'kind.yaml');
    writeFileSync(config, kindConfig);
    where = [...cluster.where, '--kind-config', config];
    using source = new Checkout();
    first = (await deploy(source, where)).record;
  }, firstDeploymentMs);

  afterAll(async () => {
    await docker[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('the replicas stand on both workers, and a drain under load loses no request', async () => {
    expect(first.reason).toMatch(/checks passed/);
    expect(first.cluster.nodes).toBe(3);
    expect(outcomeOf(first, 'spread')).toBe('passed');
    expect(outcomeOf(first, 'drain')).toBe('passed');
    const { drain, probe } = first.proof?.observations ?? {};
    expect(drain).toMatchObject({
      ...{ complete: true, further: 'refused' },
      budget: { name: 'messenger', disruptionsAllowed: 1 },
    });
    expect(workers).toContain(drain?.node);
    expect(probe?.failed).toBe(0);
    expect(await cordoned()).toBe('');
  });

  it('replicas that must all stand on one node are taken back', { timeout: deploymentMs }, async () => {
    using source = new Checkout().replace(
      'manifests/base/deployment.yaml',
      '      enableServiceLinks: false',
      `      enableServiceLinks: false\n      nodeSelector:\n        kubernetes.io/hostname: ${name}-worker`,
    );
    const { record } = await deploy(source, where);
    expect(record).toMatchObject({
      outcome: 'failed',
      rollback: { kind: 'tried', proof: { outcome: 'passed' } },
    });
    expect(outcomeOf(record, 'spread')).toBe('failed');
    expect(outcomeOf(record, 'drain')).toBe('unavailable');
  });
});
