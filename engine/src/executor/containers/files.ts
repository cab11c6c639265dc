import { posix } from 'node:path';
import type Dockerode from 'dockerode';
import { digestOf } from '../../store/digest.ts';
import { archiveOf, treeFromArchive } from '../../store/tar.ts';
import { entryAt, treeOf, treeShape, type Tree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { removeContainer } from '../docker/client.ts';
import { dockerStatus, Refused } from '../common/errors.ts';
import { ownMounts } from './options.ts';
import { isIn, pathIn } from '../common/paths.ts';
import { createStopped, emptyImage } from '../images/stopped.ts';
import { readableAnswer } from '../docker/streams.ts';
import type { ContainerValue, FileValue } from '../common/values.ts';

/** The longest chain of links that is followed. */
const mostLinks = 8;

/** Reads a directory out of a container; a link is followed. Throws {@link Refused} when there is none. */
export async function readDirectory(
  context: Context,
  container: ContainerValue,
  path: string,
  depth = 0,
): Promise<Tree> {
  const place = pathIn(container, path);
  const tree = await readPath(context, container, place);
  const name = posix.basename(place);
  const [top] = tree.entries;
  if (top?.kind === 'directory' || place === '/') return withoutTop(tree, name, place);
  if (top?.kind === 'link' && depth < mostLinks)
    return readDirectory(context, container, posix.resolve(posix.dirname(place), top.target), depth + 1);
  throw new Refused(`${place} is not a directory in the container`);
}

/** Reads a file out of a container; a link is followed. Throws {@link Refused} when there is none. */
export async function readFile(
  context: Context,
  container: ContainerValue,
  path: string,
  depth = 0,
): Promise<FileValue> {
  const place = pathIn(container, path);
  const tree = await readPath(context, container, place);
  const entry = entryAt(tree, posix.basename(place));
  if (entry?.kind === 'link' && depth < mostLinks) {
    return readFile(context, container, posix.resolve(posix.dirname(place), entry.target), depth + 1);
  }
  if (entry?.kind !== 'file') throw new Refused(`${place} is not a file in the container`);
  return { name: posix.basename(path), mode: entry.mode, digest: entry.digest, sizeBytes: entry.sizeBytes };
}

/** Whether a path is there, and as what. */
export async function pathExists(
  context: Context,
  container: ContainerValue,
  path: string,
): Promise<boolean> {
  try {
    await readPath(context, container, pathIn(container, path));
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function withoutTop(tree: Tree, name: string, place: string): Tree {
  if (place === '/') return tree;
  const below = tree.entries.filter((entry) => entry.path.startsWith(`${name}/`));
  return treeOf(below.map((entry) => ({ ...entry, path: entry.path.slice(name.length + 1) })));
}

/** The content of Docker's archive of a path: the entry itself under its own name, and all below it. */
async function readPath(context: Context, container: ContainerValue, place: string): Promise<Tree> {
  const mount = container.mounts.find((item) => place === item.path || place.startsWith(`${item.path}/`));
  if (mount)
    throw new Refused(
      `${place} is in a mount (${mount.kind} at ${mount.path}), which is no part of the container's files`,
    );
  const pending = container.pending.map(({ tree, path }) => ({ tree: tree.digest, path }));
  const key = digestOf({ files: container.snapshot.key, pending, place });
  const known = context.records.get('tree', key, treeShape);
  if (known?.entries.every((entry) => entry.kind !== 'file' || context.content.has(entry.digest)))
    return known;
  const tree = await withStoppedContainer(context, container, place, (handle) =>
    archiveToTree(context, handle, place),
  );
  context.records.put('tree', key, tree);
  return tree;
}

async function archiveToTree(context: Context, handle: Dockerode.Container, place: string): Promise<Tree> {
  let archive: NodeJS.ReadableStream;
  try {
    archive = await handle.getArchive({ path: place });
  } catch (error) {
    if (dockerStatus(error) === 404) throw new Refused(`${place} does not exist in the container`);
    throw error;
  }
  return treeFromArchive(context.content, readableAnswer(archive));
}

/**
 * Gives a container that has the files and does not run: the one that a command left, or a new one from the image.
 * Docker shows what was mounted into a container even when it has stopped: where a mount lies below the path, only a new
 * one has the container's own files and nothing else.
 */
async function withStoppedContainer<Result>(
  context: Context,
  { snapshot, pending, mounts, secretVariables }: ContainerValue,
  place: string,
  use: (handle: Dockerode.Container) => Promise<Result>,
): Promise<Result> {
  const docker = await context.docker();
  const hasMounts = [...mounts.map(({ path }) => path), ...ownMounts].some((path) => isIn(place, path));
  // The files of secrets are gone when a command has ended, and Docker mounts them even to read another file.
  const hadSecrets = secretVariables.length > 0 || mounts.some(({ kind }) => kind === 'secret');
  if (snapshot.container !== undefined && pending.length === 0 && !hasMounts && !hadSecrets)
    return use(docker.getContainer(snapshot.container));
  const handle = await createStopped(context, (await snapshot.image()) ?? (await emptyImage(context)));
  try {
    if (pending.length > 0) await handle.putArchive(archiveOf(context.content, pending), { path: '/' });
    return await use(handle);
  } finally {
    await removeContainer(docker, handle.id);
  }
}
