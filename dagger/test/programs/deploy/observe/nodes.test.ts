import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';

import { kubectl } from '../../../../../manifests/test/tools.ts';
import { SmallCluster, type KubernetesObject, type Refuses } from '../support/small-cluster.ts';

const missing = inject('toolsMissing');
const nodesProgram = new URL('../../../../programs/deploy/observe/nodes.ts', import.meta.url).href;
const kubeProgram = new URL('../../../../programs/deploy/kube/kube.ts', import.meta.url).href;
const script = `
import { observeNodes } from '${nodesProgram}';
import { kubeFor } from '${kubeProgram}';
const { settings, seen, workload } = JSON.parse(process.argv[1]);
const step = async (_, work) => (await work()).value;
const version = { workload, timeline: { look() {} }, least: 2 };
console.log(JSON.stringify(await observeNodes(kubeFor(settings), settings, { ...seen, version, step })));`;

const labels = { app: 'messenger' };
const template = { metadata: { labels }, spec: {} };
const workload = { metadata: { name: 'messenger' }, spec: { selector: { matchLabels: labels }, template } };
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const mark = 'pipeline/drained-by';
const ofVersion = { ...labels, 'pod-template-hash': 'new' };

const node = (name: string, by?: string): KubernetesObject => ({
  kind: 'Node',
  status: ready,
  metadata: { name, ...(by === undefined ? {} : { annotations: { [mark]: by } }) },
  spec: by === undefined ? {} : { unschedulable: true },
});
const pod = (name: string, nodeName: string, own: Record<string, string> = ofVersion): KubernetesObject => ({
  kind: 'Pod',
  metadata: { name, labels: own },
  spec: { nodeName },
  status: ready,
});

/** What a cluster has beside the nodes and the service's pods. */
const others: readonly KubernetesObject[] = [
  { kind: 'Deployment', metadata: { name: 'messenger', generation: 1 }, spec: workload.spec, status: {} },
  { kind: 'ReplicaSet', metadata: { name: 'messenger-new', labels: ofVersion } },
  {
    kind: 'PodDisruptionBudget',
    metadata: { name: 'messenger', generation: 1 },

    spec: { selector: { matchLabels: labels } },
    status: { observedGeneration: 1, disruptionsAllowed: 1 },
  },
  pod('messenger-database-0', 'node-1', { app: 'database' }),
];
const twoNodes = [node('node-1'), node('node-2')];
const spread = [pod('messenger-1', 'node-1'), pod('messenger-2', 'node-2')];

interface Scene {
  readonly nodes?: readonly KubernetesObject[];
  readonly pods?: readonly KubernetesObject[];
  readonly ours?: boolean;
  readonly smoke?: number;
  readonly refuses?: Refuses;
}

/** What the program saw of a cluster of two nodes with a replica on each, and one change; and the cluster afterwards. */
async function observe({ nodes = twoNodes, pods = spread, ours = true, smoke = 0, refuses }: Scene) {
  await using cluster = await SmallCluster.start([...nodes, ...pods, ...others], refuses);
  const folder = mkdtempSync(join(tmpdir(), 'drain-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, cluster.kubeconfig);
    const settings = {
      kubectl: [kubectl, '--kubeconfig', kubeconfig, '--cache-dir', join(folder, 'cache')],
      namespace: 'messenger',
      project: 'messenger',
      nodes: ours,
      deadlines: { rolloutSeconds: 1 },
    };
    const asked = { settings, seen: { rollout: { complete: true }, smoke: { exitCode: smoke } }, workload };
    const command = ['--input-type=module', '--eval', script, JSON.stringify(asked)];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    return { seen: JSON.parse(stdout) as unknown, cluster };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const refusing =
  (plural: string, reason: string, subresource?: string): Refuses =>
  (_, target) =>
    target.resource.name === plural && target.subresource === subresource ? reason : undefined;

/** Every node takes pods, and none has a mark of ours. */
const given = twoNodes.map(({ metadata: { name } }) => ({ name, cordoned: false, annotations: {} }));

describe.skipIf(missing !== '')(`a drained node is given back${missing && ` (skipped: ${missing})`}`, () => {
  test('when its pods do not go: the node without the database, and nothing was evicted before it was cordoned', async () => {
    const { seen, cluster } = await observe({});
    expect(seen).toMatchObject({
      nodes: { eligible: ['node-1', 'node-2'], pods: [{ node: 'node-1' }, { node: 'node-2' }] },
      drain: { node: 'node-2', complete: false, evicted: ['messenger-2'], further: 'refused' },
    });
    expect(seen).toMatchObject({ drain: { waitedFor: '1 evicted pods to be gone' } });
    expect(cluster.evictions).toEqual([{ pod: 'messenger-2', cordoned: ['node-2'] }]);
    expect(cluster.nodes).toEqual(given);
  });

  test('when the budget lets none go', async () => {
    const { seen, cluster } = await observe({ refuses: refusing('pods', 'TooManyRequests', 'eviction') });
    const waitedFor = 'the PodDisruptionBudget to let messenger-2 go';
    expect(seen).toMatchObject({ drain: { complete: false, evicted: [], waitedFor } });
    expect(cluster.evictions).toEqual([]);
    expect(cluster.everCordoned).toEqual(new Set(['node-2']));
    expect(cluster.nodes).toEqual(given);
  });

  test('when the server refuses the eviction', async () => {
    const { seen, cluster } = await observe({ refuses: refusing('pods', 'Forbidden', 'eviction') });
    const unobserved = expect.stringMatching(/^messenger-2 could not be evicted: .*Forbidden/) as unknown;
    expect(seen).toMatchObject({ drain: { unobserved } });
    expect(cluster.everCordoned).toEqual(new Set(['node-2']));
    expect(cluster.nodes).toEqual(given);
  });

  test('when an earlier deployment was ended by force', async () => {
    const { cluster } = await observe({ nodes: [node('node-1', 'messenger'), node('node-2')] });
    expect(cluster.nodes).toEqual(given);
  });

  test("but not one that another project's deployment drains", async () => {
    const nodes = [node('node-1', 'other'), node('node-2')];
    const { seen, cluster } = await observe({ nodes });
    expect(seen).toMatchObject({ nodes: { eligible: ['node-2'] } });
    expect(cluster.nodes[0]).toEqual({ name: 'node-1', cordoned: true, annotations: { [mark]: 'other' } });
  });
});

describe.skipIf(missing !== '')(`no node is touched${missing && ` (skipped: ${missing})`}`, () => {
  test.each<[string, Scene, object]>([
    ["that is somebody else's", { ours: false }, { nodes: { ours: false } }],
    ['where there is only one', { nodes: [node('node-1')] }, { nodes: { eligible: ['node-1'] } }],
    [
      'for a version that is bad already',
      { smoke: 1 },
      { drain: { unobserved: 'not tried: the conversation had failed' } },
    ],
    [
      'under replicas that all stand on it',
      { pods: [pod('messenger-1', 'node-1'), pod('messenger-2', 'node-1')] },
      { drain: { unobserved: 'not tried: every replica runs on the same node' } },
    ],
    [
      'that the account may not see',
      { ours: false, refuses: refusing('nodes', 'Forbidden') },
      { nodes: { readable: false } },
    ],
  ])('%s', async (_, scene, expected) => {
    const { seen, cluster } = await observe(scene);
    expect(seen).toMatchObject(expected);
    expect([...cluster.everCordoned]).toEqual([]);
    expect(cluster.evictions).toEqual([]);
  });
});
