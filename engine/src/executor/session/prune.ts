import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../store/location.ts';
import { connectDocker, removeLeftovers } from '../docker/client.ts';
import { Refused } from '../common/errors.ts';
import { namesIn } from '../docker/names.ts';
import { sessionsIn } from './sessions.ts';

/** The result of {@link pruneCache}. */
export interface Pruned {
  readonly images: number;
  readonly volumes: number;
  readonly containers: number;
  readonly networks: number;
}

/**
 * Empties the engine's cache: images and volumes in Docker, contents and records on disk. Base images stay.
 *
 * @param folder Where things are kept; {@link cacheFolder} by default.
 * @param namespace Under which names they are kept in Docker; see {@link namesIn}.
 * @throws {Refused} while a run is going on: it would pull the ground from under it.
 */
export async function pruneCache({
  folder = cacheFolder(),
  namespace,
}: { readonly folder?: string; readonly namespace?: string } = {}): Promise<Pruned> {
  const names = namesIn(namespace);
  const docker = await connectDocker();
  const running = sessionsIn(folder);
  if (running > 0) throw new Refused(`runs are going on (${running}): prune when they have ended`);
  const left = await removeLeftovers(docker, names);
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const images = tags.filter((tag) => tag.startsWith(`${names.cacheRepository}:`));
  for (const tag of images) await docker.getImage(tag).remove({ force: true });
  const { Volumes } = await docker.listVolumes();
  const volumes = Volumes.filter(({ Name }) => Name.startsWith(names.volumePrefix));
  for (const { Name } of volumes) await docker.getVolume(Name).remove();
  for (const name of ['content', 'records', 'functions'])
    rmSync(join(folder, name), { recursive: true, force: true });
  return { images: images.length, volumes: volumes.length, ...left };
}
