import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { removeContainer, unless } from '../../src/executor/docker.ts';
import { namesIn } from '../../src/executor/names.ts';
import { lockFolder } from '../../src/images/lock.ts';
import { inspectPidFile } from '../../src/setup/pid-file.ts';
import { leftName } from './own-names.ts';

/** Removes the containers of a namespace, whoever made them and whether they run or not. */
export async function removeContainers(docker: Dockerode, namespace: string): Promise<void> {
  const name = [`^/${namesIn(namespace).containerPrefix}`];
  const containers = await docker.listContainers({ all: true, filters: { name } });
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
}

/** Whether something is named for a test of a process that has ended: a made image, and its lock, say first that it is one. */
const isLeft = (text: string): boolean => leftName(text.replace(/^made-from-packages[/-]/, '')) !== undefined;

/** Removes what runs of these tests that were killed have left in Docker. */
export async function removeLeftInDocker(docker: Dockerode): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  const names = containers.flatMap(({ Names }) => Names.map((name) => name.slice(1)));
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const { Volumes: volumes } = await docker.listVolumes();
  const namespaces = new Set(names.map(leftName).filter((name) => name !== undefined));
  for (const namespace of namespaces) await removeContainers(docker, namespace);
  // 404: who runs at the same time has removed it. 409: a container that was started meanwhile has it.
  for (const tag of tags.filter(isLeft))
    await unless([404, 409], docker.getImage(tag).remove({ force: true }));
  for (const { Name } of volumes.filter((volume) => isLeft(volume.Name)))
    await unless([404, 409], docker.getVolume(Name).remove());
}

/** Removes the folders of runs of these tests that were killed, and ends the Docker daemons that still have one. */
export async function removeLeftFolders(parent = tmpdir()): Promise<void> {
  for (const name of readdirSync(parent).filter(isLeft)) {
    const folder = join(parent, name);
    const daemon = await inspectPidFile(join(folder, 'docker.pid'), 'dockerd');
    if (daemon.kind === 'running') process.kill(daemon.pid, 'SIGKILL');
    // A daemon leaves its folder mounted on itself, and a test of a full disk a small one: once for each.
    for (const mounted of ['data', 'small'])
      while (spawnSync('umount', ['--lazy', join(folder, mounted)]).status === 0);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the files that were locks of runs of these tests. Nobody takes them away: who waits for one has it open. */
export function removeLeftLocks(folder = lockFolder): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter(isLeft)) rmSync(join(folder, name), { force: true });
}
