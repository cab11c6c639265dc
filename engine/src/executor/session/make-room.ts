import { statfs } from 'node:fs/promises';
import type Dockerode from 'dockerode';
import type { ContentStore } from '../../store/content.ts';
import type { RecordStore } from '../../store/records.ts';
import { ignoring } from '../docker/client.ts';
import type { Names } from '../docker/names.ts';

/** Records of results: what they name can be made again from the recipe, and is most of what the cache takes. */
const resultKinds = ['exec', 'build', 'image', 'tarball'] as const;

/** A run leaves a tenth of a disk free, and no more than this, in bytes. */
const mostKeptFree = 20 * 1024 ** 3;

/** The stores that {@link makeRoom} works on. */
export interface Stores {
  readonly docker: Dockerode;
  readonly names: Names;
  readonly records: RecordStore;
  readonly content: ContentStore;
}

/** The disks that {@link isTooFull} looks at. */
export interface Disks {
  /** The cache folder. */
  readonly folder: string;
  readonly docker: Dockerode;
  /** The bytes that a run leaves free. Default: a tenth of the disk, and no more than 20 GiB. */
  readonly keepFreeBytes?: number | undefined;
}

/**
 * Whether a disk is fuller than a run should leave it: that of the cache folder, or Docker's where it is on this machine.
 * A place that cannot be looked at counts for nothing.
 */
export async function isTooFull({ folder, docker, keepFreeBytes }: Disks): Promise<boolean> {
  const { DockerRootDir: images } = (await docker.info()) as { readonly DockerRootDir?: string };
  const places = [folder, ...(images === undefined ? [] : [images])];
  const full = await Promise.all(places.map((place) => isFull(place, keepFreeBytes)));
  return full.includes(true);
}

async function isFull(place: string, keepFreeBytes?: number): Promise<boolean> {
  try {
    const { bavail, bsize, blocks } = await statfs(place);
    return bavail * bsize < (keepFreeBytes ?? Math.min((blocks * bsize) / 10, mostKeptFree));
  } catch {
    return false;
  }
}

/**
 * Removes the half of all kept results that was not used for the longest time, with their images in Docker, and every
 * content that nothing names any more. No session may work with the cache meanwhile.
 *
 * @returns How many results were removed.
 */
export async function makeRoom({ docker, names, records, content }: Stores): Promise<number> {
  const results = resultKinds.flatMap((kind) => records.list(kind).map((record) => ({ kind, ...record })));
  const oldestFirst = results.toSorted((a, b) => a.usedMs - b.usedMs);
  const old = oldestFirst.slice(0, Math.ceil(oldestFirst.length / 2));
  for (const { kind, digest } of old) {
    records.delete(kind, digest);
    // 404: it has no image. 409: a container of somebody else uses it.
    const image = docker.getImage(`${names.cacheRepository}:${digest.slice(0, 40)}`);
    await ignoring([404, 409], image.remove({ force: true }));
  }
  content.keepOnly(digestsIn(records.texts()));
  return old.length;
}

function digestsIn(texts: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of texts) for (const [digest] of text.matchAll(/[0-9a-f]{64}/g)) found.add(digest);
  return found;
}
