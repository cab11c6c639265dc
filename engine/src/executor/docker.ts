import { readFileSync } from 'node:fs';
import Dockerode from 'dockerode';
import { dockerStatus } from './errors.ts';

/** Marks what the engine made in Docker; the value is the session. */
export const sessionLabel = 'messenger-pipeline.session';
/** The process that made it, as `pid:start time`, so that leftovers of a killed run are known as such. */
export const ownerLabel = 'messenger-pipeline.owner';
/** Every image of the cache is tagged in this repository, so that `prune` finds it and Docker's own pruning does not. */
export const cacheRepository = 'messenger-pipeline/cache';
/** Every volume of the cache begins with this. */
export const volumePrefix = 'messenger-pipeline-cache-';

/**
 * A client of the Docker daemon that DOCKER_HOST names, the local socket by default.
 *
 * @throws Error when no daemon answers; it says what to do.
 */
export async function connectDocker(): Promise<Dockerode> {
  const docker = new Dockerode();
  try {
    await docker.ping();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `no Docker daemon answers (${reason}); start it, or let \`npm run setup\` install and start one`,
      { cause },
    );
  }
  return docker;
}

/** This process, told apart from a later one with the same number by its start time (proc(5), field 22 of stat). */
export function ownerOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? undefined : `${pid}:${start}`;
  } catch {
    return undefined;
  }
}

/** Whether the process that made something still runs. */
export function isAlive(owner: string): boolean {
  return ownerOf(Number(owner.split(':')[0])) === owner;
}

/** The labels of everything that a session makes. */
export function sessionLabels(session: string): { [label: string]: string } {
  return { [sessionLabel]: session, [ownerLabel]: ownerOf(process.pid) ?? `${process.pid}:0` };
}

/**
 * Removes the containers and networks of one session, or of all sessions whose process is gone.
 *
 * @returns How many were removed.
 */
export async function removeLeftovers(docker: Dockerode, session?: string): Promise<number> {
  const filters = { label: [session === undefined ? sessionLabel : `${sessionLabel}=${session}`] };
  const isLeft = (labels: { [label: string]: string } | undefined): boolean =>
    session !== undefined || !isAlive(labels?.[ownerLabel] ?? '0:0');
  const containers = (await docker.listContainers({ all: true, filters })).filter((item) =>
    isLeft(item.Labels),
  );
  await Promise.all(containers.map((item) => removeContainer(docker, item.Id)));
  const networks = (await docker.listNetworks({ filters })).filter((item) => isLeft(item.Labels));
  await Promise.all(networks.map((item) => ignoringMissing(docker.getNetwork(item.Id).remove())));
  return containers.length + networks.length;
}

/** Removes a container, running or not, with its anonymous volumes; one that is gone, or going, is fine. */
export async function removeContainer(docker: Dockerode, id: string): Promise<void> {
  await ignoringMissing(docker.getContainer(id).remove({ force: true, v: true }));
}

/** 404: it is gone. 409: another removal of it is under way. */
async function ignoringMissing(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    const status = dockerStatus(error);
    if (status !== 404 && status !== 409) throw error;
  }
}
