import type Dockerode from 'dockerode';
import { withLock } from '../../images/lock.ts';
import type { Context } from '../session/context.ts';
import type { Mount } from '../common/values.ts';

/**
 * Makes a container whose private cache volumes nobody else has: each is the first volume of its name, or of its name
 * with a number, that no container uses now. It is kept, and the next who asks finds it again.
 *
 * Looking and making are one step for all processes; from then on the container itself says that the volume is taken, so
 * a killed run frees it when its containers are removed.
 *
 * @param make Makes the container, with these mounts.
 */
export async function withPrivateVolumes<Result>(
  context: Context,
  mounts: readonly Mount[],
  make: (mounts: readonly Mount[]) => Promise<Result>,
): Promise<Result> {
  if (!mounts.some(isPrivate)) return make(mounts);
  return withLock(`${context.names.volumePrefix}private`, { signal: context.signal }, async () => {
    const docker = await context.docker();
    const taken = new Set<string>();
    const chosen: Mount[] = [];
    for (const mount of mounts) {
      const volume = isPrivate(mount) ? await freeVolume(docker, mount.volume, taken) : undefined;
      chosen.push(isPrivate(mount) && volume !== undefined ? { ...mount, volume } : mount);
      if (volume !== undefined) taken.add(volume);
    }
    return make(chosen);
  });
}

type CacheMount = Mount & { readonly kind: 'cache' };

const isPrivate = (mount: Mount): mount is CacheMount =>
  mount.kind === 'cache' && mount.sharing === 'PRIVATE';

async function freeVolume(docker: Dockerode, name: string, taken: ReadonlySet<string>): Promise<string> {
  for (let number = 1; ; number++) {
    const volume = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(volume) && !(await isUsed(docker, volume))) return volume;
  }
}

/** Whether a container that runs, or is about to, has a volume. One that has ended stays until its session does. */
async function isUsed(docker: Dockerode, volume: string): Promise<boolean> {
  const users = await docker.listContainers({ all: true, filters: { volume: [volume] } });
  return users.some(({ State }) => State !== 'exited' && State !== 'dead');
}
