import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';

import { kubectl } from '../../../../manifests/test/tools.ts';
import { SmallCluster } from './support/small-cluster.ts';
import { type KindState, SmallKind } from './support/small-kind.ts';

const remove = new URL('../../../programs/deploy/remove.ts', import.meta.url).pathname;
const missing = inject('toolsMissing');
const program = new URL('../../../programs/deploy/cluster.ts', import.meta.url).pathname;
const node = { kind: 'Node', metadata: { name: 'x-control-plane' } };

/** The program's record of a run on a machine with such a kind, and the clusters that stand there afterwards. */
async function made(
  state: KindState,
  { fresh = false } = {},
): Promise<{ record: unknown; clusters: unknown }> {
  await using server = await SmallCluster.start([node]);
  using kind = new SmallKind({ ...state, kubeconfig: server.kubeconfig });
  const file = (name: string): string => join(kind.folder, name);
  const kubeconfig = file('kubeconfig');
  const settings = {
    startedAt: Date.now(),
    serverSeconds: 30,
    archives: [],
    kubectl: [kubectl, '--kubeconfig', kubeconfig, '--cache-dir', file('cache')],
    kind: { name: 'x', image: 'node', config: 'kind.yaml', kubeconfig, server: null, fresh },
    kindLogs: { name: 'x', folder: file('logs') },
  };
  writeFileSync(file('settings.json'), JSON.stringify(settings));
  const words = [program, file('settings.json'), file('record.json')];
  await promisify(execFile)(process.execPath, words, { env: kind.env });
  return { record: JSON.parse(readFileSync(file('record.json'), 'utf8')), clusters: kind.clusters };
}

const passed = (detail: unknown): object => ({ steps: [{ step: 'cluster', outcome: 'passed', detail }] });

describe.skipIf(missing !== '')(`a kind cluster${missing && ` (skipped: ${missing})`}`, () => {
  it('is made', async () => {
    const { record, clusters } = await made({});
    expect(record).toMatchObject({ version: 'v1.34.4', nodes: ['x-control-plane'] });
    expect(record).toMatchObject(passed('Kubernetes v1.34.4, made for this run'));
    expect(clusters).toEqual({ x: 'made' });
  });

  it('that is there is taken, and no other is touched', async () => {
    const { record, clusters } = await made({ clusters: { other: 'made', x: 'made' }, slow: 2 });
    expect(record).toMatchObject(passed('Kubernetes v1.34.4'));
    expect(clusters).toEqual({ other: 'made', x: 'made' });
  });

  it('is made at the second attempt where the first one failed, which is told', async () => {
    const { record, clusters } = await made({ slow: 1 });
    const told = expect.stringMatching(/at the second attempt, after: .*kubeadm was too slow/) as unknown;
    expect(record).toMatchObject(passed(told));
    expect(clusters).toEqual({ x: 'made' });
  });

  it('that a killed run left is gone before a new one is made, however long that takes', async () => {
    const { record, clusters } = await made({ clusters: { x: 'broken' }, sticky: 1 }, { fresh: true });
    expect(record).toMatchObject(passed('Kubernetes v1.34.4, made for this run'));
    expect(clusters).toEqual({ x: 'made' });
  });

  it('that cannot be made is a failure, with its logs and nothing left', async () => {
    const { record, clusters } = await made({ slow: 2 });
    const message = expect.stringMatching(/in two attempts: .*kubeadm was too slow/) as unknown;
    expect(record).toMatchObject({ failure: { step: 'cluster', rule: 'kind', message } });
    expect(record).toMatchObject({ kindLogs: { exported: true } });
    expect(clusters).toEqual({});
  });
});

describe('a kind cluster that is removed', () => {
  it('is gone when the program ends, at the second attempt where the first one left it', async () => {
    using kind = new SmallKind({ clusters: { other: 'made', x: 'made' }, sticky: 1 });
    const { stderr } = await promisify(execFile)(process.execPath, [remove, 'x'], { env: kind.env });
    expect(stderr).toMatch(/waiting for the cluster x to be removed/);
    expect(kind.clusters).toEqual({ other: 'made' });
  });

  it('need not be there', async () => {
    using kind = new SmallKind({ clusters: { other: 'made' } });
    await promisify(execFile)(process.execPath, [remove, 'x'], { env: kind.env });
    expect(kind.clusters).toEqual({ other: 'made' });
  });
});
