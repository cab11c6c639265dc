/* Makes kind's clusters, and takes away what is left of them. */
import { writeFileSync } from 'node:fs';

import { output, poll, pollOrFail, run, say, StepError } from './command.js';
import { clusterLogs } from './kind-logs.js';
import { loadArchives } from './load.js';

/** The rule of a failure that left no cluster. */
export const notMade = 'kind';

const remove = (name) => run(['kind', 'delete', 'cluster', '--name', name], { seconds: 60 });

async function isThere(name) {
  return (await output(['kind', 'get', 'clusters'])).split('\n').includes(name);
}

/**
 * Removes a cluster, or what is left of one, until nothing of it is there: on a busy machine Docker gives up the end of
 * a node before the node has ended. @throws StepError
 */
export async function removeKind(name) {
  await pollOrFail(
    async () => {
      const removed = await remove(name);
      if (!(await isThere(name))) return { value: true };
      return { waitingFor: `the cluster ${name} to be removed (kind: ${lastOf(removed)})` };
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
  await removeKind(name);
  const second = await make();
  if (second.exitCode === 0) return lastOf(first);
  throw new StepError(`kind made no cluster in two attempts: ${lastOf(second)}`, { rule: notMade });
}

/** The nodes of a cluster that is being made, once each of them can take images. */
async function nodesInTheMaking(name) {
  const nodes = (await run(['kind', 'get', 'nodes', '--name', name])).stdout.split('\n').filter(Boolean);
  const asked = await Promise.all(nodes.map((node) => run(['docker', 'exec', node, 'ctr', 'version'])));
  const answering = nodes.length > 0 && asked.every(({ exitCode }) => exitCode === 0);
  return answering ? { value: nodes } : { waitingFor: 'the nodes to take images' };
}

/**
 * Makes a cluster and loads images meanwhile: its nodes take them long before it is done, and it waits for much of that
 * time. What does not come off here is loaded afterwards, where a failure counts.
 */
async function makeAndLoad(kind, archives) {
  const making = { done: false };
  const load = async () => {
    const ask = () => (making.done ? { value: [] } : nodesInTheMaking(kind.name));
    const { value: nodes = [] } = await poll(ask, { seconds: 240 });
    await loadArchives(nodes, archives);
  };
  const loading =
    archives.length === 0
      ? undefined
      : load().catch((error) => say(`images are loaded later: ${error.message}`));
  try {
    return await makeKind(kind);
  } finally {
    making.done = true;
    await loading;
  }
}

/** The kind cluster of that name, made where it is not there; answers what was done in words, empty for nothing. */
export async function needKind(kind, archives) {
  const { name, kubeconfig, server, fresh } = kind;
  if (fresh) await removeKind(name);
  const there = await isThere(name);
  const failed = there ? undefined : await makeAndLoad(kind, archives);
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
export async function takeLogs({ kind, kindLogs }) {
  const logs = await clusterLogs(kindLogs);
  await removeKind(kind.name).catch((error) => say(error.message));
  return logs;
}

const lastOf = ({ stderr, stdout }) => (stderr || stdout).trim().split('\n').slice(-12).join(' | ');
