import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, type Ended } from './support/call.ts';
import { Checkout } from './support/checkout.ts';
import { Forward } from './support/forward.ts';
import { InnerDocker } from './support/inner-docker.ts';
import { Registry } from './support/registry.ts';
import { SigningKey } from './support/signing-key.ts';

const cluster = 'suite';
const deploymentMs = 10 * 60_000;
/** On a new machine the images of a cluster are made first. */
const firstDeploymentMs = 30 * 60_000;

/** Its server listens where more than the cluster's own machine reaches it: it is also deployed to by kubeconfig. */
const kindConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
networking:
  apiServerAddress: 0.0.0.0
  apiServerPort: 6443
`;

/** What these tests look at in deployment.json. */
const recordSchema = z.object({
  outcome: z.string(),
  exitCode: z.number(),
  reason: z.string(),
  baseline: z.boolean(),
  cluster: z.object({ kind: z.string(), namespace: z.string() }),
  version: z.object({ revision: z.string(), image: z.looseObject({ manifest: z.string().optional() }) }),
  previous: z.object({ revision: z.string() }).optional(),
  provedAt: z.string().optional(),
  leadTimeMs: z.number().optional(),
  steps: z.array(z.object({ step: z.string(), outcome: z.string() })),
  failure: z.object({ step: z.string(), rule: z.string() }).optional(),
  proof: z.object({ checks: z.array(z.object({ check: z.string(), outcome: z.string() })) }).optional(),
  rollback: z.object({ kind: z.string(), proof: z.object({ outcome: z.string() }).optional() }),
  pods: z.array(z.object({ pod: z.string(), description: z.string(), logs: z.string() })).optional(),
  notes: z.array(z.string()),
});
type Record = z.infer<typeof recordSchema>;

let docker: InnerDocker;
let registry: Registry;
let key: SigningKey;
let folder: string;
/** The image that a test published, as publish answered it. */
let published = '';

const where = (): readonly string[] => ['--docker-socket', docker.socket, '--keep', cluster];

/** Errors of a record under the schema that is published for it. */
function schemaErrors(text: string): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const schema = new URL('../../dagger/deployment.schema.json', import.meta.url);
  ajv.validate(JSON.parse(readFileSync(schema, 'utf8')) as object, JSON.parse(text));
  return ajv.errors;
}

interface Deployed {
  readonly ended: Ended;
  readonly record: Record;
  /** Files and folders of the report. */
  readonly files: readonly string[];
  readonly page: string;
}

/** Deploys a checkout, and reads what it leaves; what is no record by its schema fails the test. */
async function deploy(source: Checkout, args: readonly string[] = where()): Promise<Deployed> {
  const out = mkdtempSync(join(folder, 'deployed-'));
  const ended = await call('--source', source.folder, 'deploy-report', ...args, 'export', '--path', out);
  if (ended.exitCode !== 0) throw new Error(ended.stderr);
  const text = readFileSync(join(out, 'deployment.json'), 'utf8');
  expect(schemaErrors(text)).toBe(null);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  return { ended, record: recordSchema.parse(JSON.parse(text)), files: readdirSync(out), page };
}

const outcomeOf = ({ proof }: Record, check: string): string | undefined =>
  proof?.checks.find((one) => one.check === check)?.outcome;

/** kubectl in the suite's cluster, in a namespace. */
const kubectlIn = (namespace: string, ...args: readonly string[]): Promise<string> =>
  inNode('kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--namespace', namespace, ...args);

const kubectl = (...args: readonly string[]): Promise<string> => kubectlIn('messenger', ...args);

const inNode = (...command: readonly string[]): Promise<string> =>
  docker.exec(`${cluster}-control-plane`, command);

const revisions = (): Promise<string> =>
  kubectl('get', 'pods', '-l', 'app.kubernetes.io/component=api', '-o', 'jsonpath={..metadata.annotations}');

describe('deployments to a cluster that stays', () => {
  let first: Deployed;
  let committedMs: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    docker = await InnerDocker.start();
    registry = await Registry.start();
    key = await SigningKey.make();
    writeFileSync(join(folder, 'kind.yaml'), kindConfig);
    using source = new Checkout();
    committedMs = source.committedMs;
    first = await deploy(source, [...where(), '--kind-config', join(folder, 'kind.yaml')]);
  }, firstDeploymentMs);

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
      ...{ outcome: 'passed', exitCode: 0, baseline: true },
      ...{ previous: { revision: 'baseline' }, rollback: { kind: 'not-needed' } },
    });
    for (const check of ['image', 'revision', 'hardening', 'old-pods', 'probe', 'load', 'smoke']) {
      expect([check, outcomeOf(record, check)]).toEqual([check, 'passed']);
    }
  });

  it('its lead time is from the commit to the proof, and the page and the summary tell of it', () => {
    const { record, files, page } = first;
    expect(record.leadTimeMs).toBe(Date.parse(record.provedAt ?? '') - committedMs);
    expect(page).toContain('What proves it');
    expect(files).toEqual(expect.arrayContaining(['summary.md', 'verdict.json', 'index.html']));
    expect(files).not.toContain('kind-logs');
  });

  it('its record says how to use what runs, and how to remove it', () => {
    const [use = '', withDocker = '', remove = ''] = first.record.notes;
    expect(use).toContain('port-forward --address 0.0.0.0 service/messenger 8000:80');
    expect(withDocker).toContain(`docker exec ${cluster}-control-plane kubectl`);
    expect(remove).toContain(`destroy --docker-socket=/var/run/docker.sock --keep=${cluster}`);
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
      const { record, files } = await deploy(source);
      expect(record).toMatchObject({
        ...{ outcome: 'failed', exitCode: 1, baseline: false },
        rollback: { kind: 'tried', proof: { outcome: 'passed' } },
      });
      expect(
        record.pods?.some(({ description, logs }) => description !== '' && logs.includes('DRAIN_MS')),
      ).toBe(true);
      expect(files).toContain('kind-logs');
      expect(await revisions()).toContain(first.record.version.revision);
    },
  );

  it('a database that does not start again is taken back too', { timeout: deploymentMs }, async () => {
    using source = new Checkout().replace(
      'manifests/components/database/stateful-set.yaml',
      'imagePullPolicy: IfNotPresent',
      "imagePullPolicy: IfNotPresent\n          args: ['-c', 'max_connections=none']",
    );
    const { record } = await deploy(source);
    expect(record.reason).toMatch(/messenger-database-0 waits: CrashLoopBackOff/);
    expect(record).toMatchObject({
      ...{ exitCode: 1, failure: { step: 'database' } },
      ...{ previous: { revision: first.record.version.revision } },
      rollback: { kind: 'tried', proof: { outcome: 'passed' } },
    });
  });

  it(
    'a field that no server knows is refused before anything changes',
    { timeout: deploymentMs },
    async () => {
      using source = new Checkout().replace(
        'manifests/base/deployment.yaml',
        '  revisionHistoryLimit',
        '  revisionHistroyLimit',
      );
      const { record } = await deploy(source);
      expect(record).toMatchObject({
        ...{ exitCode: 1, failure: { step: 'validate', rule: 'unknown-field' } },
        rollback: { kind: 'nothing-changed' },
      });
    },
  );

  it('one is refused while another is in progress', { timeout: deploymentMs }, async () => {
    const now = new Date().toISOString().replace('Z', '000Z');
    const spec = { holderIdentity: 'somebody', leaseDurationSeconds: 900, acquireTime: now, renewTime: now };
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'messenger-deploy' },
      spec,
    };
    await inNode(
      ...['sh', '-c'],
      `echo '${JSON.stringify(lease)}' | kubectl --kubeconfig /etc/kubernetes/admin.conf -n messenger create -f -`,
    );
    using source = new Checkout();
    const { record } = await deploy(source);
    await kubectl('delete', 'lease', 'messenger-deploy');
    expect(record).toMatchObject({
      exitCode: 1,
      failure: { step: 'lock', rule: 'lock' },
      rollback: { kind: 'nothing-changed' },
    });
  });

  it(
    'by kubeconfig the source is published first, and the cluster runs the digest that publish answered',
    { timeout: deploymentMs },
    async () => {
      using source = new Checkout();
      const commit = source.commit();
      await using server = await Forward.start({ host: await docker.address(), port: 6443 });
      const kubeconfig = join(folder, 'kubeconfig');
      writeFileSync(kubeconfig, await kubeconfigFor(server.address));
      await using images = await Forward.start({ host: '127.0.0.1', port: registry.port });
      await mirrorOn(images.address);
      await prepareProduction();
      const { record } = await deploy(source, [
        ...['--kubeconfig', `file:${kubeconfig}`, '--namespace', 'production'],
        ...['--address', registry.address('messenger'), ...registry.arguments, ...key.signing],
      ]);
      expect(record.reason).toMatch(/checks passed/);
      expect(record).toMatchObject({
        ...{ exitCode: 0, cluster: { kind: 'kubeconfig', namespace: 'production' } },
        ...{ version: { revision: commit }, baseline: false },
      });
      const { digest } = await registry.manifest('messenger', commit);
      expect(record.version.image.manifest).toBe(digest);
      expect(
        await kubectlIn('production', 'get', 'pods', '-o', 'jsonpath={..status.containerStatuses..imageID}'),
      ).toContain(digest);
      published = `${registry.address('messenger')}@${digest}`;
      await kubectlIn('production', 'delete', 'namespace', 'production', '--wait=true');
    },
  );

  it(
    'a published image takes the place of source and gates, once it is verified',
    { timeout: deploymentMs },
    async () => {
      using source = new Checkout();
      const image = ['--image', published, ...registry.arguments];
      using stranger = await SigningKey.make();
      const refused = await call(
        ...['--source', source.folder, 'deploy', ...where(), ...image, ...stranger.verifying],
      );
      expect(refused.stderr).toContain('the image is not verified: failed');
      expect(refused.exitCode).toBe(1);
      const { record, files } = await deploy(source, [...where(), ...image, ...key.verifying]);
      expect(record.reason).toMatch(/checks passed/);
      expect(record).toMatchObject({ exitCode: 0, previous: { revision: first.record.version.revision } });
      expect(record.version.image.manifest).toBe(published.split('@')[1]);
      expect(files).toContain('summary.md');
      expect(files).not.toContain('verdict.json');
    },
  );

  it('the version before comes back by hand, and is proved', { timeout: deploymentMs }, async () => {
    using source = new Checkout();
    const { exitCode, stdout, stderr } = await call('--source', source.folder, 'rollback', ...where());
    expect(stdout, stderr).toContain('deploy: passed');
    expect(exitCode).toBe(0);
    expect(await revisions()).toContain(first.record.version.revision);
  });

  it('a red gate leaves no cluster that nobody asked to keep', { timeout: deploymentMs }, async () => {
    using source = new Checkout(['dockerfile']).replace('Dockerfile', '\nCOPY ', '\nADD ');
    const ended = await call('--source', source.folder, 'deploy', '--docker-socket', docker.socket);
    expect(ended.stderr).toContain('failed: dockerfile');
    expect(ended.exitCode).toBe(1);
    const names = (await docker.client.listContainers({ all: true })).flatMap(({ Names }) => Names);
    expect(names).toEqual([`/${cluster}-control-plane`]);
  });

  it('and the cluster is taken away by its name', { timeout: deploymentMs }, async () => {
    const ended = await call('destroy', ...where());
    expect(ended.exitCode).toBe(0);
    expect(await docker.client.listContainers({ all: true })).toEqual([]);
  });
});

/** The cluster's own kubeconfig, led to its server by way of this machine. */
async function kubeconfigFor(address: string): Promise<string> {
  const text = await inNode('cat', '/etc/kubernetes/admin.conf');
  return text
    .replaceAll('\r', '')
    .replace(/^( +)server: .*$/m, `$1server: https://${address}\n$1tls-server-name: localhost`);
}

/** Lets the node find the registry, whose address is this machine's loopback, where the machine has it. */
async function mirrorOn(address: string): Promise<void> {
  const name = registry.address('').replace('/', '');
  const hosts = `[host."http://${address}"]\n  capabilities = ["pull", "resolve"]\n`;
  const file = `/etc/containerd/certs.d/${name}`;
  await inNode('sh', '-c', `mkdir -p ${file} && printf '%s' '${hosts}' > ${file}/hosts.toml`);
}

/** What a production cluster has before anything is deployed: the namespace, and the Secret with a database of its own. */
async function prepareProduction(): Promise<void> {
  const url = await kubectl(
    'get',
    'secret',
    'messenger',
    '-o',
    'go-template={{.data.DATABASE_URL | base64decode}}',
  );
  const own = url
    .trim()
    .replace('messenger-database:', 'messenger-database.messenger:')
    .replace(/[^/]+$/, 'production');
  const create = [
    'exec',
    'messenger-database-0',
    '--',
    'psql',
    url.trim().replace('messenger-database:', '127.0.0.1:'),
  ];
  await kubectl(...create, '-c', 'CREATE DATABASE production');
  await kubectl('create', 'namespace', 'production');
  const secret = ['create', 'secret', 'generic', 'messenger', `--from-literal=DATABASE_URL=${own}`];
  await kubectlIn('production', ...secret, `--from-literal=JWT_SECRET=${'0123456789abcdef'.repeat(4)}`);
}
