import type Dockerode from 'dockerode';
import { archiveOf, type ArchivePart } from '../../store/tar.ts';
import { emptyTree } from '../../store/tree.ts';
import { dockerStatus, ImageGone } from '../common/errors.ts';
import type { Mount } from '../common/values.ts';
import { removeContainer } from '../docker/client.ts';
import { SecretFiles } from '../secrets/secret-files.ts';
import type { Context } from '../session/context.ts';
import { directoryParts } from './mounts.ts';
import { containerOptions, type Launch } from './options.ts';
import { withPrivateVolumes } from './private-volumes.ts';

/** A container that was made and not started yet. */
export interface Launched {
  readonly handle: Dockerode.Container;
  /** Removes the files that held its secrets. */
  forget(): void;
  /** Removes it, and the files that held its secrets. */
  dispose(): Promise<void>;
}

/**
 * Makes a container with everything in it that its command needs: pending files, mounts, secrets, the host's CA bundle.
 *
 * A secret variable never is a variable of the container: Docker would show it in `inspect` and write it into images.
 * It stands in a file in memory, which /bin/sh reads before it becomes the command.
 *
 * @throws {ImageGone} when Docker does not have the image any more.
 */
export async function launch(context: Context, spec: Launch): Promise<Launched> {
  const { pending } = spec.container;
  const docker = await context.docker();
  context.signal.throwIfAborted();
  const secrets = new SecretFiles(context.names);
  const forget = (): void => secrets.remove();
  try {
    const go = await context.goSettings();
    const { handle, owned } = await withPrivateVolumes(context, spec.container.mounts, async (mounts) => ({
      owned: [...(await newOwnedVolumes(docker, mounts)), ...directoryParts(mounts)],
      handle: await create(docker, spec.image, containerOptions(context, { ...spec, mounts }, secrets, go)),
    }));
    const dispose = async (): Promise<void> => {
      forget();
      await removeContainer(docker, handle.id);
    };
    try {
      await joinFurther(docker, handle, spec.networks);
      if (pending.length > 0) await handle.putArchive(archiveOf(context.content, pending), { path: '/' });
      if (owned.length > 0) await handle.putArchive(archiveOf(context.content, owned), { path: '/' });
      return { handle, forget, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    forget();
    throw error;
  }
}

/** Docker 20.10 makes a container on one network; on all others it is put before it starts. */
async function joinFurther(
  docker: Dockerode,
  { id }: Dockerode.Container,
  [, ...further]: readonly string[],
): Promise<void> {
  for (const network of further) await docker.getNetwork(network).connect({ Container: id });
}

async function create(
  docker: Dockerode,
  image: string,
  spec: Dockerode.ContainerCreateOptions,
): Promise<Dockerode.Container> {
  try {
    return await docker.createContainer(spec);
  } catch (error) {
    if (dockerStatus(error) === 404) throw new ImageGone(image);
    throw error;
  }
}

/** The roots of volumes that Docker is about to make and that shall belong to somebody: one that is there keeps its owner. */
async function newOwnedVolumes(docker: Dockerode, mounts: readonly Mount[]): Promise<ArchivePart[]> {
  const found = mounts.map(async (mount): Promise<ArchivePart[]> => {
    if (mount.kind !== 'cache' || mount.owner === undefined) return [];
    if (await volumeExists(docker, mount.volume)) return [];
    return [{ tree: emptyTree, path: mount.path, ...mount.owner }];
  });
  return (await Promise.all(found)).flat();
}

async function volumeExists(docker: Dockerode, name: string): Promise<boolean> {
  try {
    await docker.getVolume(name).inspect();
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}
