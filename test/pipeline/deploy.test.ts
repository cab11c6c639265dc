import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, type Ended } from './support/call.ts';
import { Checkout } from './support/checkout.ts';
import { InnerDocker } from './support/inner-docker.ts';

const cluster = 'suite';
const deploymentMs = 10 * 60_000;
/** On a new machine the images of a cluster are made first. */
const firstDeploymentMs = 30 * 60_000;

/** Its server listens where more than the cluster's own machine reaches it. */
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
let folder: string;

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

/** kubectl in the suite's cluster. */
const kubectl = (...args: readonly string[]): Promise<string> =>
  inNode('kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--namespace', 'messenger', ...args);

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
    writeFileSync(join(folder, 'kind.yaml'), kindConfig);
    using source = new Checkout();
    committedMs = source.committedMs;
    first = await deploy(source, [...where(), '--kind-config', join(folder, 'kind.yaml')]);
  }, firstDeploymentMs);

  afterAll(async () => {
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
      // kind's own logs are there, or why not is told: not every node's image has all that kind asks for.
      expect(files.includes('kind-logs') || /kind's own logs could not/.test(record.notes.join())).toBe(true);
      expect(await revisions()).toContain(first.record.version.revision);
    },
  );

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

  it('the version before comes back by hand, and is proved', { timeout: deploymentMs }, async () => {
    using source = new Checkout();
    const { exitCode, stdout, stderr } = await call('--source', source.folder, 'rollback', ...where());
    expect(stdout, stderr).toContain('deploy: passed');
    expect(exitCode).toBe(0);
    expect(await revisions()).toContain('baseline');
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
