import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const nodesProgram = new URL('../../programs/deploy/nodes.js', import.meta.url).href;
const kubeProgram = new URL('../../programs/deploy/kube.js', import.meta.url).href;
const kubectl = new URL('fixtures/kubectl.js', import.meta.url).pathname;
const script = `
import { observeNodes } from '${nodesProgram}';
import { kubeFor } from '${kubeProgram}';
const { settings, seen } = JSON.parse(process.argv[1]);
const step = async (_, work) => (await work()).value;
const timeline = { look() {} };
console.log(JSON.stringify(await observeNodes(kubeFor(settings), settings, { ...seen, timeline, step, least: 2 })));`;

const labels = { app: 'messenger' };
const template = { metadata: { labels }, spec: {} };
const workload = { metadata: { name: 'messenger' }, spec: { selector: { matchLabels: labels }, template } };
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const node = (name: string): object => ({ metadata: { name }, spec: {}, status: ready });
const pod = (name: string, nodeName: string): object => ({
  ...{ kind: 'Pod', metadata: { name, labels: { 'pod-template-hash': 'new' } } },
  ...{ spec: { nodeName }, status: ready },
});
const replicaSet = { kind: 'ReplicaSet', metadata: { name: 'rs', labels: { 'pod-template-hash': 'new' } } };
const pods = [pod('messenger-1', 'node-1'), pod('messenger-2', 'node-2')];
const list = (...items: object[]): object => ({ items });

/** What a cluster of two nodes with a replica on each answers; the first piece of a command that fits is the one. */
const sound = {
  'eviction -f -': {},
  'patch node': {},
  'get nodes': list(node('node-1'), node('node-2')),
  'get deployment': { ...workload, metadata: { name: 'messenger', generation: 1 }, status: {} },
  'get replicasets,pods': list(replicaSet, ...pods),
  'get pods': list(...pods, pod('messenger-database-0', 'node-1')),
  'get poddisruptionbudgets': list({
    ...{ metadata: { name: 'messenger', generation: 1 }, spec: { selector: { matchLabels: labels } } },
    status: { observedGeneration: 1, disruptionsAllowed: 1 },
  }),
};

/** What the program saw of a cluster that answers so, and the commands that changed a node. */
function observe(answers: object, { ours = true, smoke = 0 } = {}): { seen: unknown; patches: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'drain-'));
  try {
    const [scenario, log] = [join(folder, 'scenario.json'), join(folder, 'log')];
    writeFileSync(scenario, JSON.stringify({ ...sound, ...answers }));
    const settings = {
      kubectl: [process.execPath, kubectl, scenario, log],
      ...{ namespace: 'messenger', project: 'messenger', nodes: ours, deadlines: { rolloutSeconds: 1 } },
    };
    const asked = { settings, seen: { rollout: { complete: true }, smoke: { exitCode: smoke }, workload } };
    const command = ['--input-type=module', '--eval', script, JSON.stringify(asked)];
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const seen: unknown = JSON.parse(
      execFileSync(process.execPath, command, { encoding: 'utf8', stdio: [...stdio] }),
    );
    const patches = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('patch node'));
    return { seen, patches };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The node without the database is cordoned, and given back as the last thing that is done to it. */
function expectGivenBack(patches: readonly string[]): void {
  expect(patches).toHaveLength(2);
  expect(patches[0]).toMatch(/patch node node-2 .*"unschedulable":true/);
  expect(patches[1]).toMatch(/patch node node-2 .*"unschedulable":null/);
}

describe('a drained node is given back', () => {
  test('when its pods do not go', () => {
    const { seen, patches } = observe({});
    expect(seen).toMatchObject({
      nodes: { eligible: ['node-1', 'node-2'], pods: [{ node: 'node-1' }, { node: 'node-2' }] },
      drain: { node: 'node-2', complete: false, waitedFor: '1 evicted pods to be gone' },
    });
    expectGivenBack(patches);
  });

  test('when the budget lets none go', () => {
    const refusal = "Error from server (TooManyRequests): it would violate the pod's disruption budget";
    const { seen, patches } = observe({ 'eviction -f -': { refusal } });
    expect(seen).toMatchObject({ drain: { complete: false, evicted: [] } });
    expect(JSON.stringify(seen)).toContain('the PodDisruptionBudget to let messenger-2 go');
    expectGivenBack(patches);
  });

  test('when the server refuses the eviction', () => {
    const refusal = 'Error from server (Forbidden): pods/eviction is forbidden';
    const { seen, patches } = observe({ 'eviction -f -': { refusal } });
    expect(JSON.stringify(seen)).toMatch(
      /"drain":{"unobserved":"messenger-2 could not be evicted: .*Forbidden/,
    );
    expectGivenBack(patches);
  });

  test('when an earlier deployment was ended by force', () => {
    const left = {
      metadata: { name: 'node-1', annotations: { 'messenger-deploy/drained-by': 'messenger' } },
    };
    const { patches } = observe({ 'get nodes': list({ ...node('node-1'), ...left }) });
    expect(patches).toHaveLength(1);
    expect(patches[0]).toMatch(/patch node node-1 .*"unschedulable":null/);
  });
});

describe('no node is touched', () => {
  test.each<[string, object, Parameters<typeof observe>[1], string]>([
    ["that is somebody else's", {}, { ours: false }, '"ours":false'],
    ['where there is only one', { 'get nodes': list(node('node-1')) }, {}, '"eligible":["node-1"]'],
    ['for a version that is bad already', {}, { smoke: 1 }, 'not tried: the conversation had failed'],
    [
      'under replicas that all stand on it',
      {
        'get replicasets,pods': list(replicaSet, pod('messenger-1', 'node-1'), pod('messenger-2', 'node-1')),
      },
      ...([{}, 'not tried: every replica stands on one node'] as const),
    ],
    [
      'that the account may not see',
      { 'get nodes': { refusal: 'Error from server (Forbidden): nodes is forbidden' } },
      ...([{ ours: false }, '"readable":false'] as const),
    ],
  ])('%s', (_name, answers, how, words) => {
    const { seen, patches } = observe(answers, how);
    expect(patches).toEqual([]);
    expect(JSON.stringify(seen)).toContain(words);
  });
});
