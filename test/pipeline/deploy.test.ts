import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Checkout } from '../support/checkout.ts';
import { clusterDaemons } from '../support/daemons.ts';
import { deploy, type Deployed, deploymentMs, outcomeOf } from '../support/deployment.ts';
import { Forward } from '../support/forward.ts';
import { InnerDocker } from '../support/inner-docker.ts';
import { KeptCluster } from '../support/kept-cluster.ts';
import { Registry } from '../support/registry.ts';
import { SigningKey } from '../support/signing-key.ts';
import { needs } from '../support/images.ts';

needs('node', 'distroless', 'postgres', 'dind', 'golang', 'kindNode');

/** A gate that is unavailable on every machine: nobody acknowledged its licence. */
const unavailable = 'codeql';

it(
  'a deployment to a cluster of its own is proved, says which gate was not checked, and takes the cluster away',
  { timeout: deploymentMs },
  async () => {
    using source = new Checkout(['image', unavailable]).withoutCodeqlLicence();
    const { record, ran } = await deploy(source, ['kind'], '--allow-unavailable', unavailable);
    expect(record.reason).toMatch(/checks passed/);
    expect(record).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      uncheckedGates: [unavailable],
      cluster: { kind: 'own' },
      proof: { outcome: 'passed' },
    });
    expect([...ran].sort()).toEqual(['build baseline', 'build image', unavailable, 'image'].sort());
    expect(await clusterDaemons(process.pid)).toEqual([]);
  },
);

/** Its server listens where more than the cluster's own machine reaches it: it is also deployed to by kubeconfig. */
const kindConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking:
  apiServerAddress: 0.0.0.0
  apiServerPort: 6443
`;

let docker: InnerDocker;
let cluster: KeptCluster;
let registry: Registry;
let key: SigningKey;
let folder: string;

/** What the pods of the service say of the versions that they are of. */
const revisions = (): Promise<string> =>
  cluster.kubectl(
    ...['messenger', 'get', 'pods', '-l', 'app.kubernetes.io/component=api'],
    ...['-o', 'jsonpath={..metadata.annotations}'],
  );

describe('deployments to a cluster that stays', () => {
  needs('hadolint', 'registry', 'cosign', 'trivy');

  let first: Deployed;
  let committedMs: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    docker = await InnerDocker.start();
    cluster = new KeptCluster(docker, 'suite');
    registry = await Registry.start();
    key = await SigningKey.make();
    writeFileSync(join(folder, 'kind.yaml'), kindConfig);
    using source = new Checkout();
    committedMs = source.committedMs;
    first = await deploy(source, [...cluster.where, '--config', join(folder, 'kind.yaml')]);
  }, deploymentMs);

  afterAll(async () => {
    registry[Symbol.dispose]();
    key[Symbol.dispose]();
    await docker[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the first one brings a baseline, updates it in use, and is proved', () => {
    const { record } = first;
    expect(record.reason).toMatch(/checks passed/);
    expect(record).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      baseline: true,
      previous: { revision: 'baseline' },
      rollback: { kind: 'not-needed' },
    });
    for (const check of ['image', 'revision', 'hardening', 'old-pods', 'probe', 'load', 'smoke']) {
      expect([check, outcomeOf(record, check)]).toEqual([check, 'passed']);
    }
  });

  it('asks each gate once, and builds one image and one to go from', () => {
    expect([...first.ran].sort()).toEqual(['build baseline', 'build image', 'image']);
  });

  it('its lead time is from the commit to the proof, and the page and the summary tell of it', () => {
    const { record, files, page } = first;
    expect(record.leadTimeMs).toBe(Date.parse(record.provedAt ?? '') - committedMs);
    expect(page).toContain('What proves it');
    expect(files).toEqual(expect.arrayContaining(['summary.md', 'verdict.json', 'index.html']));
    expect(files).not.toContain('kind-logs');
  });

  it('its record says how to use what runs, and how to remove it', () => {
    const notes = first.record.notes.join('\n');
    for (const words of [
      'the service is Deployment/messenger',
      'made for this cluster: the Secret messenger-database',
      'port-forward --address 0.0.0.0 service/messenger 8000:80',
      `docker exec ${cluster.name}-control-plane kubectl`,
      `kind --docker-socket=/var/run/docker.sock --name=${cluster.name} destroy`,
    ]) {
      expect(notes).toContain(words);
    }
  });

  it(
    'one that crashes at its start is taken back, and the version before is proved',
    { timeout: deploymentMs },
    async () => {
      using source = new Checkout().replace(
        'manifests/base/deployment.yaml',
        "value: '10000'",
        "value: 'soon'",
      );
      const { record, files } = await deploy(source, cluster.where);
      expect(record).toMatchObject({
        outcome: 'failed',
        exitCode: 1,
        baseline: false,
        rollback: { kind: 'tried', proof: { outcome: 'passed' } },
      });
      expect(
        record.pods?.some(({ description, logs }) => description !== '' && logs.includes('DRAIN_MS')),
      ).toBe(true);
      expect(files).toContain('kind-logs');
      expect(await revisions()).toContain(first.record.version.revision);
    },
  );

  it(
    'by kubeconfig the source is published first, and the cluster runs the digest that publish answered',
    { timeout: deploymentMs },
    async () => {
      const gates = ['dockerfile', 'image', 'scan-config'];
      using source = new Checkout(gates);
      const commit = source.commit();
      await using server = await Forward.start({ host: await docker.address(), port: 6443 });
      const kubeconfig = join(folder, 'kubeconfig');
      writeFileSync(kubeconfig, await cluster.kubeconfigFor(server.address));
      await using images = await Forward.start({ host: '127.0.0.1', port: registry.port });
      await cluster.mirror(registry.address('').replace('/', ''), images.address);
      await cluster.prepareProduction('production');
      const { record, ran } = await deploy(source, [
        ...['with-registry', '--address', registry.address('messenger')],
        ...[...registry.arguments, ...key.signing],
        ...['cluster', '--kubeconfig', `file:${kubeconfig}`, '--namespace', 'production'],
      ]);
      expect(record.reason).toMatch(/checks passed/);
      expect(record).toMatchObject({
        exitCode: 0,
        cluster: { kind: 'kubeconfig', namespace: 'production' },
        version: { revision: commit },
        baseline: false,
      });
      expect([...ran].sort()).toEqual(['build image', ...gates].sort());
      const { digest } = await registry.manifest('messenger', commit);
      expect(record.version.image.manifest).toBe(digest);
      expect(
        await cluster.kubectl(
          'production',
          'get',
          'pods',
          '-o',
          'jsonpath={..status.containerStatuses..imageID}',
        ),
      ).toContain(digest);
    },
  );
});
