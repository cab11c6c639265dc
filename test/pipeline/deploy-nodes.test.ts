import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from './support/call.ts';
import { Checkout } from './support/checkout.ts';
import { InnerDocker } from './support/inner-docker.ts';

const cluster = 'nodes';
const workers = [`${cluster}-worker`, `${cluster}-worker2`];
const deploymentMs = 10 * 60_000;
/** On a new machine the images of a cluster are made first. */
const firstDeploymentMs = 30 * 60_000;
const kindConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes: [{ role: control-plane }, { role: worker }, { role: worker }]
`;

/** What these tests look at in deployment.json. */
const recordSchema = z.object({
  outcome: z.string(),
  reason: z.string(),
  durationMs: z.number(),
  cluster: z.object({ nodes: z.number().optional() }),
  steps: z.array(z.object({ step: z.string(), durationMs: z.number() })),
  proof: z
    .object({
      checks: z.array(z.object({ check: z.string(), outcome: z.string() })),
      observations: z.object({
        probe: z.object({ failed: z.number() }),
        drain: z.looseObject({ node: z.string().optional() }).optional(),
      }),
    })
    .optional(),
  rollback: z.object({ kind: z.string(), proof: z.object({ outcome: z.string() }).optional() }),
});
type Record = z.infer<typeof recordSchema>;

let docker: InnerDocker;
let folder: string;

/** Deploys a checkout to the cluster of three nodes, and reads the record. */
async function deploy(source: Checkout): Promise<Record> {
  const [config, out] = [join(folder, 'kind.yaml'), mkdtempSync(join(folder, 'deployed-'))];
  writeFileSync(config, kindConfig);
  const where = ['--docker-socket', docker.socket, '--keep', cluster, '--kind-config', config];
  const report = ['deploy-report', ...where, 'export', '--path', out];
  const ended = await call('--source', source.folder, ...report);
  if (ended.exitCode !== 0) throw new Error(ended.stderr);
  const record = recordSchema.parse(JSON.parse(readFileSync(join(out, 'deployment.json'), 'utf8')));
  const steps = record.steps.map(({ step, durationMs }) => `${step} ${(durationMs / 1000).toFixed(1)}`);
  process.stdout.write(
    `${record.outcome} after ${(record.durationMs / 1000).toFixed(1)} s (${steps.join(', ')}): ${record.reason}\n`,
  );
  return record;
}

const outcomeOf = ({ proof }: Record, check: string): string | undefined =>
  proof?.checks.find((one) => one.check === check)?.outcome;

/** Nodes that take no pods, as the cluster has them now. */
const cordoned = async (): Promise<string> => {
  const filter = 'jsonpath={.items[?(@.spec.unschedulable)].metadata.name}';
  const command = ['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', 'get', 'nodes', '-o', filter];
  return (await docker.exec(`${cluster}-control-plane`, command)).trim();
};

describe('a cluster of a control plane and two workers', () => {
  let first: Record;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nodes-'));
    docker = await InnerDocker.start();
    using source = new Checkout();
    first = await deploy(source);
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
      `      enableServiceLinks: false\n      nodeSelector:\n        kubernetes.io/hostname: ${cluster}-worker`,
    );
    const record = await deploy(source);
    expect(record).toMatchObject({
      outcome: 'failed',
      rollback: { kind: 'tried', proof: { outcome: 'passed' } },
    });
    expect(outcomeOf(record, 'spread')).toBe('failed');
    expect(outcomeOf(record, 'drain')).toBe('unavailable');
  });
});
