import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Checkout } from '../support/checkout.ts';
import { deploy, deploymentMs, type DeploymentRecord, outcomeOf } from '../support/deployment.ts';
import { InnerDocker } from '../support/inner-docker.ts';
import { KeptCluster } from '../support/kept-cluster.ts';
import { Registry } from '../support/registry.ts';
import { SigningKey } from '../support/signing-key.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'postgres', 'dind', 'golang', 'kindNode');
needs('hadolint', 'registry', 'cosign', 'trivy');

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

/** What the pods of the service say of the versions that they are of. */
const revisions = (): Promise<string> =>
  cluster.kubectl(
    ...['messenger', 'get', 'pods', '-l', 'app.kubernetes.io/component=api'],
    ...['-o', 'jsonpath={..metadata.annotations}'],
  );

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
    where = [...cluster.where, '--config', config];
    using source = new Checkout();
    first = (await deploy(source, where)).record;
  }, deploymentMs);

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
      complete: true,
      further: 'refused',
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

  it('a database that does not start again is taken back too', { timeout: deploymentMs }, async () => {
    using source = new Checkout().replace(
      'manifests/components/database/stateful-set.yaml',
      'imagePullPolicy: IfNotPresent',
      "imagePullPolicy: IfNotPresent\n          args: ['-c', 'max_connections=none']",
    );
    const { record } = await deploy(source, where);
    expect(record.reason).toMatch(/messenger-database-0 waits: CrashLoopBackOff/);
    expect(record).toMatchObject({
      exitCode: 1,
      failure: { step: 'database' },
      previous: { revision: first.version.revision },
      rollback: { kind: 'tried', proof: { outcome: 'passed' } },
    });
  });

  it(
    'a published image takes the place of source and gates, once it is verified',
    { timeout: deploymentMs },
    async () => {
      using registry = await Registry.start();
      using key = await SigningKey.make();
      using source = new Checkout();
      source.commit();
      const pushed = await call(
        ...['--source', source.folder, 'with-registry', '--address', registry.address('messenger')],
        ...[...registry.arguments, ...key.signing, 'publish'],
      );
      expect(pushed.exitCode, pushed.stderr).toBe(0);
      const published = pushed.stdout.trim();
      const image = ['--image', published];
      const from = ['with-registry', '--address', registry.address('messenger'), ...registry.arguments];
      using stranger = await SigningKey.make();
      const refused = await call(
        ...['--source', source.folder, ...from, ...where, 'deploy', ...image, ...stranger.verifying],
      );
      expect(refused.stderr).toContain('the image is not verified: failed');
      expect(refused.exitCode).toBe(1);
      const { record, files } = await deploy(source, [...from, ...where], ...image, ...key.verifying);
      expect(record.reason).toMatch(/checks passed/);
      expect(record).toMatchObject({ exitCode: 0, previous: { revision: first.version.revision } });
      expect(record.version.image.manifest).toBe(published.split('@')[1]);
      expect(files).toContain('summary.md');
      expect(files).not.toContain('verdict.json');
    },
  );

  it('the version before comes back by hand, and is proved', { timeout: deploymentMs }, async () => {
    using source = new Checkout();
    const { exitCode, stdout, stderr } = await call('--source', source.folder, ...cluster.where, 'rollback');
    expect(stdout, stderr).toContain('deploy: passed');
    expect(exitCode).toBe(0);
    expect(await revisions()).toContain(first.version.revision);
  });

  it('a red gate leaves no cluster that nobody asked to keep', { timeout: deploymentMs }, async () => {
    using source = new Checkout(['dockerfile']).replace('Dockerfile', '\nCOPY ', '\nADD ');
    const ended = await call('--source', source.folder, 'kind', '--docker-socket', docker.socket, 'deploy');
    expect(ended.stderr).toContain('failed: dockerfile');
    expect(ended.exitCode).toBe(1);
    const names = (await docker.client.listContainers({ all: true })).flatMap(({ Names }) => Names);
    expect(names.sort()).toEqual([`/${name}-control-plane`, ...workers.map((node) => `/${node}`)]);
  });

  it('and the cluster is taken away by its name', { timeout: deploymentMs }, async () => {
    const ended = await call(...cluster.where, 'destroy');
    expect(ended.exitCode).toBe(0);
    expect(await docker.client.listContainers({ all: true })).toEqual([]);
  });
});
