import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Dockerode from 'dockerode';
import { daemonGone, dockerStatus } from './errors.ts';
import { endThawed } from './frozen.ts';
import type { Names } from './names.ts';
import { hasEnded, ownName } from './owner.ts';

/** How long a daemon may take to answer at all, in milliseconds. */
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

/** What a container of a session is made with, so that it is found again: a name, and the labels of its owner. */
export function ownedBy(
  names: Names,
  session: string,
): { name: string; Labels: { [label: string]: string } } {
  return {
    name: names.containerPrefix + randomUUID(),
    Labels: { [names.sessionLabel]: session, [names.ownerLabel]: ownName() },
  };
}

/**
 * Removes the containers of one session, or of all sessions whose process has ended.
 *
 * @returns How many were removed.
 */
export async function removeLeftovers(docker: Dockerode, names: Names, session?: string): Promise<number> {
  const { sessionLabel, ownerLabel, containerPrefix } = names;
  const label = [session === undefined ? sessionLabel : `${sessionLabel}=${session}`];
  const containers = await docker.listContainers({ all: true, filters: { label } });
  const left = containers
    .filter(({ Names: own }) => own.some((name) => name.startsWith(`/${containerPrefix}`)))
    .filter(({ Labels }) => session !== undefined || hasEnded(Labels[ownerLabel] ?? ''));
  await Promise.all(left.map(({ Id }) => removeContainer(docker, Id)));
  return left.length;
}

/** Removes a container, running or not, with its anonymous volumes; one that is gone, or going, is fine. */
export async function removeContainer(docker: Dockerode, id: string): Promise<void> {
  const remove = (): Promise<unknown> => docker.getContainer(id).remove({ force: true, v: true });
  await unless([404, 409], endThawed(id, remove));
}

/** Kills a container; one that does not run (409), or is gone (404), is fine. */
export async function killContainer(docker: Dockerode, id: string): Promise<void> {
  await unless([404, 409], docker.getContainer(id).kill());
}

/** Waits for work whose errors of these HTTP statuses say that it is done already. */
export async function unless(statuses: readonly number[], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const status = dockerStatus(error);
    if (status === undefined || !statuses.includes(status)) throw error;
  }
}
