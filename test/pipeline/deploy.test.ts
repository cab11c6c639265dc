import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call, type Ended } from './support/call.ts';
import { InnerDocker } from './support/inner-docker.ts';

const repository = new URL('../../', import.meta.url).pathname;
const cluster = 'suite';
const deploymentMs = 10 * 60_000;
/** On a new machine the images of a cluster are made first. */
const firstDeploymentMs = 30 * 60_000;

/** What these tests look at in deployment.json. */
const recordSchema = z.object({
  outcome: z.string(),
  exitCode: z.number(),
  reason: z.string(),
  baseline: z.boolean(),
  version: z.object({ revision: z.string() }),
  steps: z.array(z.object({ step: z.string(), outcome: z.string() })),
  failure: z.object({ step: z.string(), rule: z.string() }).optional(),
  proof: z.object({ checks: z.array(z.object({ check: z.string(), outcome: z.string() })) }).optional(),
  rollback: z.object({ kind: z.string(), proof: z.object({ outcome: z.string() }).optional() }),
  pods: z.array(z.object({ pod: z.string(), description: z.string(), logs: z.string() })).optional(),
});
type Record = z.infer<typeof recordSchema>;

/** The messenger in a checkout of its own, with the gate that a deployment needs, so that each deployment is short. */
class Checkout implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'deploy-'));

  constructor() {
    execFileSync('git', ['clone', '--quiet', repository, this.folder]);
    const file = join(this.folder, 'pipeline.json');
    const configuration = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(file, JSON.stringify({ ...configuration, gates: ['image'] }));
  }

  /** Replaces a piece of a file. Throws when it is not there: the test would break nothing. */
  replace(path: string, piece: string, by: string): this {
    const text = readFileSync(join(this.folder, path), 'utf8');
    if (!text.includes(piece)) throw new Error(`${path} has no ${piece}`);
    writeFileSync(join(this.folder, path), text.replace(piece, by));
    return this;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let docker: InnerDocker;
const where = (): readonly string[] => ['--docker-socket', docker.socket, '--keep', cluster];

/** Deploys a checkout to the suite's cluster, and reads the record. */
async function deploy(
  source: Checkout,
  ...args: readonly string[]
): Promise<{ ended: Ended; record: Record }> {
  const out = mkdtempSync(join(tmpdir(), 'deployed-'));
  const report = ['deploy-report', ...where(), ...args, 'export', '--path', out];
  const ended = await call('--source', source.folder, ...report);
  if (ended.exitCode !== 0) throw new Error(ended.stderr);
  const record = recordSchema.parse(JSON.parse(readFileSync(join(out, 'deployment.json'), 'utf8')));
  rmSync(out, { recursive: true });
  return { ended, record };
}

const outcomeOf = ({ proof }: Record, check: string): string | undefined =>
  proof?.checks.find((one) => one.check === check)?.outcome;

/** kubectl in the suite's cluster. */
const kubectl = (...args: readonly string[]): Promise<string> =>
  docker.exec(`${cluster}-control-plane`, [
    ...['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', '--namespace', 'messenger', ...args],
  ]);

const revisions = (): Promise<string> =>
  kubectl('get', 'pods', '-l', 'app.kubernetes.io/component=api', '-o', 'jsonpath={..metadata.annotations}');

describe('deployments to a cluster that stays', () => {
  let first: Record;

  beforeAll(async () => {
    docker = await InnerDocker.start();
    using source = new Checkout();
    first = (await deploy(source)).record;
  }, firstDeploymentMs);

  afterAll(async () => docker[Symbol.asyncDispose]());

  it('the first one brings a baseline, updates it in use, and is proved', () => {
    expect(first.reason).toMatch(/checks passed/);
    expect(first).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      baseline: true,
      rollback: { kind: 'not-needed' },
    });
    for (const check of ['image', 'revision', 'hardening', 'old-pods', 'probe', 'load', 'smoke']) {
      expect([check, outcomeOf(first, check)]).toEqual([check, 'passed']);
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
      const { record } = await deploy(source);
      expect(record).toMatchObject({
        ...{ outcome: 'failed', exitCode: 1, baseline: false },
        rollback: { kind: 'tried', proof: { outcome: 'passed' } },
      });
      expect(
        record.pods?.some(({ description, logs }) => description !== '' && logs.includes('DRAIN_MS')),
      ).toBe(true);
      expect(await revisions()).toContain(first.version.revision);
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
    await docker.exec(`${cluster}-control-plane`, [
      ...[
        'sh',
        '-c',
        `echo '${JSON.stringify(lease)}' | kubectl --kubeconfig /etc/kubernetes/admin.conf -n messenger create -f -`,
      ],
    ]);
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

  it('and the cluster is taken away by its name', { timeout: deploymentMs }, async () => {
    const ended = await call('destroy', ...where());
    expect(ended.exitCode).toBe(0);
    expect(await docker.client.listContainers({ all: true })).toEqual([]);
  });
});
