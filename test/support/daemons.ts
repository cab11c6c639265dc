import { setTimeout as pause } from 'node:timers/promises';
import Dockerode from 'dockerode';

const ownerLabel = 'messenger-pipeline.owner';
/** A label alone does not tell: images hand theirs on to containers of others. */
const namePrefix = '/messenger-pipeline-run-';
const pollMs = 200;

/** A Docker daemon that a deployment started for a cluster of its own. */
export interface ClusterDaemon {
  readonly id: string;
  readonly running: boolean;
}

/**
 * The Docker daemons of clusters of a process's runs: other runs on this machine have some too.
 *
 * @param pid The process that ran the command line; it may have ended.
 */
export async function clusterDaemons(pid: number): Promise<readonly ClusterDaemon[]> {
  const containers = await new Dockerode().listContainers({ all: true, filters: { label: [ownerLabel] } });
  return containers
    .filter(({ Names, Labels, Command }) => {
      // HOST/NAMESPACE/PID/START, as the engine names who owns a container.
      const owner = Labels[ownerLabel]?.split('/').at(-2);
      const isOfRun = Names.some((name) => name.startsWith(namePrefix));
      return isOfRun && owner === String(pid) && Command.includes('dockerd');
    })
    .map(({ Id, State }) => ({ id: Id, running: State === 'running' }));
}

/**
 * The first of them that runs, once there is one.
 *
 * @param withinMs Milliseconds to wait.
 */
export async function runningClusterDaemon(pid: number, withinMs: number): Promise<string> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(pollMs)) {
    const found = (await clusterDaemons(pid)).find(({ running }) => running);
    if (found !== undefined) return found.id;
  }
  throw new Error(`process ${String(pid)} started no daemon for a cluster`);
}
