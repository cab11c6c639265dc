/**
 * Reaches a cluster, and makes it first where it is kind's and not there. Loads images that are given.
 *
 * Usage: node cluster.js SETTINGS RECORD
 */
import { writeFileSync } from 'node:fs';

import { output, poll, pollOrFail, run, say, StepError } from './command.js';
import { clusterLogs } from './kind-logs.js';
import { loadArchive } from './load.js';
import { main, recorder } from './steps.js';

const notMade = 'kind';

const remove = (name) => run(['kind', 'delete', 'cluster', '--name', name], { seconds: 60 });

async function isThere(name) {
  return (await output(['kind', 'get', 'clusters'])).split('\n').includes(name);
}

/** Removes what a killed run left under that name, until nothing of it is there. @throws StepError */
async function removeLeftover(name) {
  await pollOrFail(
    async () => {
      const removed = await remove(name);
      if (!(await isThere(name))) return { value: true };
      return { waitingFor: `an earlier run's cluster ${name} to be removed (kind: ${lastOf(removed)})` };
    },
    { seconds: 120, rule: notMade },
  );
}

/**
 * Makes a cluster; once more where the first attempt failed, for a machine under load can be too slow for kubeadm's own
 * deadlines. Answers what the first attempt failed of, if it did.
 */
async function makeKind({ name, image, config }) {
  const file = ['--config', config, '--kubeconfig', '/tmp/kind.config', '--retain'];
  const make = () =>
    run(['kind', 'create', 'cluster', '--name', name, '--image', image, ...file], { seconds: 240 });
  const first = await make();
  if (first.exitCode === 0) return undefined;
  say(`kind made no cluster, and is asked once more: ${lastOf(first)}`);
  await remove(name);
  const second = await make();
  if (second.exitCode === 0) return lastOf(first);
  throw new StepError(`kind made no cluster in two attempts: ${lastOf(second)}`, { rule: notMade });
}

/** The kind cluster of that name, made where it is not there; answers what was done in words, empty for nothing. */
async function needKind(kind) {
  const { name, kubeconfig, server, fresh } = kind;
  if (fresh) await removeLeftover(name);
  const there = await isThere(name);
  const failed = there ? undefined : await makeKind(kind);
  writeFileSync(kubeconfig, await output(['kind', 'get', 'kubeconfig', '--name', name]), { mode: 0o600 });
  if (server !== null) {
    // The certificate is for the node's own names; it is looked at under one of these.
    const cluster = [
      'config',
      'set-cluster',
      `kind-${name}`,
      `--server=${server}`,
      '--tls-server-name=localhost',
    ];
    await output(['kubectl', '--kubeconfig', kubeconfig, ...cluster]);
  }
  if (there) return '';
  return failed === undefined
    ? ', made for this run'
    : `, made for this run at the second attempt, after: ${failed}`;
}

/** Keeps the logs of what kind began, and removes that: the next deployment would take it for a cluster. */
async function takeLogs({ kind, kindLogs }) {
  const logs = await clusterLogs(kindLogs);
  await remove(kind.name);
  return logs;
}

const lastOf = ({ stderr, stdout }) => (stderr || stdout).trim().split('\n').slice(-12).join(' | ');

/** Version and nodes, once the server answers. */
async function factsOf({ kubectl, serverSeconds }) {
  const last = {};
  const ask = async () => {
    last.evidence = await run([...kubectl, 'version', '--output', 'json'], { seconds: 15 });
    if (last.evidence.exitCode !== 0) return { waitingFor: 'the server to answer' };
    return { value: JSON.parse(last.evidence.stdout).serverVersion.gitVersion };
  };
  const { value: version } = await poll(ask, { seconds: serverSeconds });
  if (version === undefined) throw new StepError('the server does not answer', last);
  const nodes = await run([...kubectl, 'get', 'nodes', '--output', 'json']);
  return nodes.exitCode === 0 ? { version, nodes: JSON.parse(nodes.stdout).items } : { version };
}

const isReady = ({ status }) =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');

async function waitForNodes(settings) {
  await pollOrFail(
    async () => {
      const { nodes = [] } = await factsOf(settings);
      const late = nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
      return late.length === 0 ? { value: true } : { waitingFor: `nodes to be ready: ${late.join(', ')}` };
    },
    { seconds: 180, rule: 'nodes' },
  );
}

async function reach(settings, { step }) {
  const { kind, archives } = settings;
  const facts = await step('cluster', async () => {
    const done = kind === null ? '' : await needKind(kind);
    const { version, nodes } = await factsOf(settings);
    const names = nodes?.map(({ metadata }) => metadata.name);
    const value = { version, ...(names === undefined ? {} : { nodes: names }) };
    return { value, detail: `Kubernetes ${version}${done}` };
  });
  if (kind === null) return facts;
  const loads = async () => {
    const loaded = [];
    for (const archive of archives) loaded.push(await loadArchive(facts.nodes, archive));
    return loaded;
  };
  const [loaded] = await Promise.all([loads(), waitForNodes(settings)]);
  return { ...facts, loaded };
}

await main(async (settings) => {
  say(`cluster ${settings.kind?.name ?? ''}`);
  const record = recorder(settings.startedAt);
  const ended = await record.recordOf(() => reach(settings, record));
  return ended.failure?.rule === notMade ? { ...ended, ...(await takeLogs(settings)) } : ended;
});
