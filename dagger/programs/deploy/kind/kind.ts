/* Creates kind clusters, and removes them, complete or not. */
import { writeFileSync } from 'node:fs';

import type { Evidence } from '../../../src/verdict/evidence.ts';
import type { ClusterFacts } from '../../../src/deploy/stage/program-records.ts';
import type {
  ArchiveSettings,
  ClusterSettings,
  KindSettings,
} from '../../../src/deploy/stage/program-settings.ts';
import { messageOf } from '../../shared/json.ts';
import { output, run, say, StepError } from '../run/command.ts';
import { type PollResult, poll, pollOrFail } from '../run/poll.ts';
import { loadArchives } from './archives.ts';
import { clusterLogs } from './kind-logs.ts';

/** The rule of a failure that left no cluster. */
export const notMade = 'kind';

const remove = (name: string): Promise<Evidence> =>
  run(['kind', 'delete', 'cluster', '--name', name], { seconds: 60 });

async function isThere(name: string): Promise<boolean> {
  return (await output(['kind', 'get', 'clusters'])).split('\n').includes(name);
}

/**
 * Removes a cluster, or what is left of one, until nothing of it is there: on a busy machine Docker gives up the end of
 * a node before the node has ended. @throws StepError
 */
export async function removeKind(name: string): Promise<void> {
  await pollOrFail(
    async () => {
      const removed = await remove(name);
      if (!(await isThere(name))) return { value: true };
      return { waitingFor: `the cluster ${name} to be removed (kind: ${lastLines(removed)})` };
    },
    { seconds: 120, rule: notMade },
  );
}

/**
 * Creates a cluster, with a second attempt if the first one failed: a machine under load can be too slow for kubeadm's own
 * deadlines. Answers the error of the first attempt, if it failed.
 */
async function makeKind({ name, image, config }: KindSettings): Promise<string | undefined> {
  const file = ['--config', config, '--kubeconfig', '/tmp/kind.config', '--retain'];
  const make = (): Promise<Evidence> =>
    run(['kind', 'create', 'cluster', '--name', name, '--image', image, ...file], { seconds: 240 });
  const first = await make();
  if (first.exitCode === 0) return undefined;
  say(`kind made no cluster, and is asked once more: ${lastLines(first)}`);
  await removeKind(name);
  const second = await make();
  if (second.exitCode === 0) return lastLines(first);
  throw new StepError(`kind made no cluster in two attempts: ${lastLines(second)}`, { rule: notMade });
}

/** The nodes of a cluster that is being made, once each of them can take images. */
async function startingNodes(name: string): Promise<PollResult<string[]>> {
  const { stdout } = await run(['kind', 'get', 'nodes', '--name', name]);
  const nodes = stdout.split('\n').filter((line) => line !== '');
  const asked = await Promise.all(nodes.map((node) => run(['docker', 'exec', node, 'ctr', 'version'])));
  const answering = nodes.length > 0 && asked.every(({ exitCode }) => exitCode === 0);
  return answering ? { value: nodes } : { waitingFor: 'the nodes to take images' };
}

/**
 * Creates a cluster and loads images meanwhile: its nodes take them long before it is ready, and it waits for much of that
 * time. An image that fails to load here is loaded afterwards, where a failure counts.
 */
async function makeAndLoad(
  kind: KindSettings,
  archives: readonly ArchiveSettings[],
): Promise<string | undefined> {
  let made = false;
  const load = async (): Promise<void> => {
    const look = (): PollResult<string[]> | Promise<PollResult<string[]>> =>
      made ? { value: [] } : startingNodes(kind.name);
    const { value: nodes = [] } = await poll(look, { seconds: 240 });
    await loadArchives(nodes, archives);
  };
  const loading =
    archives.length === 0
      ? undefined
      : load().catch((error: unknown) => {
          say(`images are loaded later: ${messageOf(error)}`);
        });
  try {
    return await makeKind(kind);
  } finally {
    made = true;
    await loading;
  }
}

/** Creates the kind cluster of that name unless it exists; answers what was done in words, empty for nothing. */
export async function ensureKindCluster(
  kind: KindSettings,
  archives: readonly ArchiveSettings[],
): Promise<string> {
  const { name, fresh } = kind;
  if (fresh) await removeKind(name);
  const there = await isThere(name);
  const failed = there ? undefined : await makeAndLoad(kind, archives);
  await writeKubeconfig(kind);
  if (there) return '';
  return failed === undefined
    ? ', made for this run'
    : `, made for this run at the second attempt, after: ${failed}`;
}

/** Writes the kubeconfig. The certificate has the node's own names, so a server with another address is verified by one of these. */
async function writeKubeconfig({ name, kubeconfig, server }: KindSettings): Promise<void> {
  writeFileSync(kubeconfig, await output(['kind', 'get', 'kubeconfig', '--name', name]), { mode: 0o600 });
  if (server === null) return;
  const how = [`--server=${server}`, '--tls-server-name=localhost'];
  await output(['kubectl', '--kubeconfig', kubeconfig, 'config', 'set-cluster', `kind-${name}`, ...how]);
}

/** Exports the logs of an incomplete cluster and removes it, so that the next deployment does not take it for a complete one. */
export async function takeLogs({
  kind,
  kindLogs,
}: Pick<ClusterSettings, 'kind' | 'kindLogs'>): Promise<Pick<ClusterFacts, 'kindLogs'>> {
  const logs = await clusterLogs(kindLogs);
  if (kind === null) return logs;
  await removeKind(kind.name).catch((error: unknown) => {
    say(messageOf(error));
  });
  return logs;
}

function lastLines({ stderr, stdout }: Evidence): string {
  return (stderr === '' ? stdout : stderr).trim().split('\n').slice(-12).join(' | ');
}
