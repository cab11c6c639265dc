import { posix } from 'node:path';
import type Dockerode from 'dockerode';
import { digestOf } from '../../store/digest.ts';
import { archiveOf, type ArchivePart } from '../../store/tar.ts';
import { dockerStatus, goneOr } from '../common/errors.ts';
import { isIn } from '../common/paths.ts';
import { blobShape, buildShape } from '../common/records.ts';
import type { ContainerValue, FileValue, RunConfig } from '../common/values.ts';
import { removeContainer } from '../docker/client.ts';
import { readableAnswer } from '../docker/streams.ts';
import { once, tracked, type Context } from '../session/context.ts';
import { fromImage } from './images.ts';
import { ociConfig, reconfigure } from './reconfigure.ts';
import { createStopped, emptyImage } from './stopped.ts';

/**
 * An image in Docker that has a container's files and configuration. Mounts are no part of it.
 *
 * @returns The image's id. An image that nothing was changed of is answered as it is, so that its digest stays.
 */
export async function imageOf(context: Context, container: ContainerValue): Promise<string> {
  const layers = await layersOf(context, container);
  const { config } = await fromImage(context, layers);
  return sameConfig(config, container.config) ? layers : configured(context, layers, container.config);
}

/**
 * The image that a command is started from. Files that would lie under a mount are put into the image first, where
 * the mount hides them, as it should; all others are laid in when the command's own container is made.
 */
export async function launchable(
  context: Context,
  container: ContainerValue,
): Promise<{ image: string; container: ContainerValue }> {
  const paths = container.mounts.map(({ path }) => path);
  const isHidden = ({ tree, path }: ArchivePart): boolean =>
    paths.some(
      (mount) => isIn(mount, path) || tree.entries.some((entry) => isIn(mount, posix.join(path, entry.path))),
    );
  if (container.pending.some(isHidden))
    return { image: await layersOf(context, container), container: { ...container, pending: [] } };
  return { image: (await container.snapshot.image()) ?? (await emptyImage(context)), container };
}

/** An image with a container's files, however it says to be run. */
async function layersOf(context: Context, { snapshot, pending }: ContainerValue): Promise<string> {
  const image = (await snapshot.image()) ?? (await emptyImage(context));
  if (pending.length === 0) return image;
  const parts = pending.map(({ tree, path, uid, gid }) => ({ tree: tree.digest, path, uid, gid }));
  return recorded(context, digestOf({ image: snapshot.key, parts }), async (name) => {
    const docker = await context.docker();
    const handle = await createStopped(context, image);
    try {
      await handle.putArchive(archiveOf(context.content, pending), { path: '/' });
      await handle.commit({ ...name, pause: false });
    } finally {
      await tracked(context, removeContainer(docker, handle.id));
    }
  });
}

/** An image with the layers of another one and a configuration of its own. */
async function configured(context: Context, layers: string, config: RunConfig): Promise<string> {
  const ports = config.ports.map(({ port, protocol }) => ({ port, protocol }));
  return recorded(context, digestOf({ layers, config: { ...config, ports } }), (name) =>
    reconfigure(context, layers, ociConfig(config), name),
  );
}

/** Makes an image under a name of the cache, or finds what was made of the same before. */
async function recorded(
  context: Context,
  key: string,
  make: (name: { repo: string; tag: string }) => Promise<void>,
): Promise<string> {
  return once(context, `image ${key}`, async () => {
    const docker = await context.docker();
    const known = context.records.get('image', key, buildShape);
    if (known && (await imageExists(docker, known.image))) return known.image;
    const name = { repo: context.names.cacheRepository, tag: key.slice(0, 40) };
    await make(name);
    const { Id: image } = await docker.getImage(`${name.repo}:${name.tag}`).inspect();
    context.records.put('image', key, { image });
    context.gone.delete(image);
    return image;
  });
}

async function imageExists(docker: Dockerode, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

function sameConfig(a: RunConfig, b: RunConfig): boolean {
  const plain = ({ ports, ...rest }: RunConfig): string =>
    digestOf({ ...rest, ports: ports.map(({ port, protocol }) => `${port}/${protocol}`).sort() });
  return plain(a) === plain(b);
}

/** The image as an archive that `docker load` and scanners read. */
export async function tarballOf(context: Context, container: ContainerValue): Promise<FileValue> {
  const id = await imageOf(context, container);
  const known = context.records.get('tarball', digestOf(id), blobShape);
  if (known && context.content.has(known.digest)) return { name: 'image.tar', mode: 0o644, ...known };
  const docker = await context.docker();
  const stream = await docker.getImage(id).get().catch(goneOr(id));
  const blob = await context.content.putStream(readableAnswer(stream));
  context.records.put('tarball', digestOf(id), blob);
  return { name: 'image.tar', mode: 0o644, ...blob };
}
