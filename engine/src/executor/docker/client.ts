import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Dockerode from 'dockerode';
import { daemonGone, dockerStatus } from '../common/errors.ts';
import { endFrozen } from './frozen.ts';
import type { Names } from './names.ts';
import { hasEnded, ownName } from './owner.ts';

/** The time within which a daemon must answer, in milliseconds. */
const answersWithinMs = 15_000;

/**
 * A client of the Docker daemon that DOCKER_HOST names, the local socket by default.
 *
 * @throws Error when no daemon answers; it says what to do.
 */
export async function connectDocker(): Promise<Dockerode> {
  const docker = new Dockerode();
  try {
    await Promise.race([docker.ping(), silence()]);
  } catch (cause) {
    throw daemonGone('no Docker daemon answers', cause);
  }
  return docker;
}

async function silence(): Promise<never> {
  await delay(answersWithinMs, undefined, { ref: false });
  throw new Error(`no answer within ${answersWithinMs / 1000} s`);
}

/**
 * The name and labels of a container of a session, by which it is found again.
 *
 * @param prefix Of the name; another for what is no container.
 */
export function ownedBy(
  names: Names,
  session: string,
  prefix = names.containerPrefix,
): { name: string; Labels: { [label: string]: string } } {
  return {
    name: prefix + randomUUID(),
    Labels: { [names.sessionLabel]: session, [names.ownerLabel]: ownName() },
  };
}

/**
 * Removes the containers and networks of one session, or of all sessions whose process has ended.
 *
 * @returns How many were removed.
 */
export async function removeLeftovers(
  docker: Dockerode,
  names: Names,
  session?: string,
): Promise<{ containers: number; networks: number }> {
  const { sessionLabel, ownerLabel, containerPrefix } = names;
  const label = [session === undefined ? sessionLabel : `${sessionLabel}=${session}`];
  const isLeft = (labels: Readonly<Record<string, string>> = {}): boolean =>
    session !== undefined || hasEnded(labels[ownerLabel] ?? '');
  const containers = (await docker.listContainers({ all: true, filters: { label } }))
    .filter(({ Names: own }) => own.some((name) => name.startsWith(`/${containerPrefix}`)))
    .filter(({ Labels }) => isLeft(Labels));
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
  // A container hands its labels to images, a network to nothing.
  const networks = (await docker.listNetworks({ filters: { label } })).filter(({ Labels }) => isLeft(Labels));
  await Promise.all(networks.map(({ Id }) => removeNetwork(docker, Id)));
  return { containers: containers.length, networks: networks.length };
}

/** Removes a container, running or not, with its anonymous volumes; one that is gone, or going, is fine. */
export async function removeContainer(docker: Dockerode, id: string): Promise<void> {
  const remove = (): Promise<unknown> => docker.getContainer(id).remove({ force: true, v: true });
  await ignoring([404, 409], endFrozen(id, remove));
}

/**
 * Removes a network; one that is gone is fine. What still stands on it (403) is taken off: a container that another process
 * is just removing, one of somebody else's, an entry that a daemon's crash has left. Docker may name what stands on it a
 * moment later than it refuses for it, so that it is asked again.
 *
 * @throws Error in Docker's words where something still stands on it after a minute
 */
export async function removeNetwork(docker: Dockerode, id: string): Promise<void> {
  const network = docker.getNetwork(id);
  for (const deadline = Date.now() + removedWithinMs; ; await delay(againAfterMs)) {
    try {
      await ignoring([404], network.remove());
      return;
    } catch (error) {
      if (dockerStatus(error) !== 403 || Date.now() > deadline) throw error;
      await emptyNetwork(docker, network);
    }
  }
}

/** Takes off a network what stands on it; one that is gone is fine. */
async function emptyNetwork(docker: Dockerode, network: Dockerode.Network): Promise<void> {
  for (const [container, { Name }] of Object.entries(await containersOn(network))) {
    const takenOff = ignoring([404, 409], network.disconnect({ Container: Name, Force: true }));
    await takenOff.catch((refused: unknown) => untilRemoved(docker, container, refused));
  }
}

async function containersOn(
  network: Dockerode.Network,
): Promise<NonNullable<Dockerode.NetworkInspectInfo['Containers']>> {
  try {
    return (await network.inspect()).Containers ?? {};
  } catch (error) {
    if (dockerStatus(error) === 404) return {};
    throw error;
  }
}

/** The longest that Docker may take to remove a container, in milliseconds. */
const removedWithinMs = 60_000;

/** Milliseconds after which a network is tried again. */
const againAfterMs = 100;

/** Waits for a container that another process is just removing: Docker takes such a one off no network. */
async function untilRemoved(docker: Dockerode, id: string, refused: unknown): Promise<void> {
  if (!(refused instanceof Error) || !refused.message.includes('marked for removal')) throw refused;
  const abortSignal = AbortSignal.timeout(removedWithinMs);
  await ignoring([404], docker.getContainer(id).wait({ condition: 'removed', abortSignal }));
}

/** Kills a container; one that does not run (409), or is gone (404), is fine. */
export async function killContainer(docker: Dockerode, id: string): Promise<void> {
  await ignoring([404, 409], docker.getContainer(id).kill());
}

/** Waits for work whose errors of these HTTP statuses say that it is done already. */
export async function ignoring(statuses: readonly number[], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const status = dockerStatus(error);
    if (status === undefined || !statuses.includes(status)) throw error;
  }
}
