import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { removeContainer, removeNetwork, ignoring } from '../../src/executor/docker/client.ts';
import { namesIn } from '../../src/executor/docker/names.ts';
import { lockFolder } from '../../src/images/lock.ts';
import { inspectPidFile } from '../../src/setup/pid-file.ts';
import { leftName } from './own-names.ts';

/** Removes the containers and networks of a namespace, whoever made them and whether they are used or not. */
export async function removeMade(docker: Dockerode, namespace: string): Promise<void> {
  const { containerPrefix, networkPrefix } = namesIn(namespace);
  const name = [`^/${containerPrefix}`];
  const containers = await docker.listContainers({ all: true, filters: { name } });
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
  const networks = (await docker.listNetworks()).filter(({ Name }) => Name.startsWith(networkPrefix));
  await Promise.all(networks.map(({ Id }) => removeNetwork(docker, Id)));
}

/** Whether something is named for a test of a process that has ended. A made image says first that it is one. */
const isLeft = (text: string): boolean => leftName(text.replace(/^made-from-packages[/-]/, '')) !== undefined;

/** Removes what runs of these tests that were killed have left in Docker. */
export async function removeLeftInDocker(docker: Dockerode): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  const networks = (await docker.listNetworks()).map(({ Name }) => Name);
  const names = [...containers.flatMap(({ Names }) => Names.map((name) => name.slice(1))), ...networks];
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const { Volumes: volumes } = await docker.listVolumes();
  const namespaces = new Set(names.map(leftName).filter((name) => name !== undefined));
  for (const namespace of namespaces) await removeMade(docker, namespace);
  // 404: who runs at the same time has removed it. 409: a container that was started meanwhile has it.
  for (const tag of tags.filter(isLeft))
    await ignoring([404, 409], docker.getImage(tag).remove({ force: true }));
  for (const { Name } of volumes.filter((volume) => isLeft(volume.Name)))
    await ignoring([404, 409], docker.getVolume(Name).remove());
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
