import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../store/location.ts';
import { cacheRepository, connectDocker, removeLeftovers, sessionLabel, volumePrefix } from './docker.ts';
import { Refused } from './errors.ts';

/** What {@link pruneCache} removed. */
export interface Pruned {
  readonly images: number;
  readonly volumes: number;
  readonly containers: number;
}

/**
 * Empties the engine's cache: images and volumes in Docker, contents and records on disk. Base images stay.
 *
 * @throws {Refused} while a run is going on: it would pull the ground from under it.
 */
export async function pruneCache(): Promise<Pruned> {
  const docker = await connectDocker();
  const containers = await removeLeftovers(docker);
  const running = await docker.listContainers({ all: true, filters: { label: [sessionLabel] } });
  if (running.length > 0)
    throw new Refused(`a run is going on (${running.length} containers): prune when it has ended`);
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const images = tags.filter((tag) => tag.startsWith(`${cacheRepository}:`));
  for (const tag of images) await docker.getImage(tag).remove({ force: true });
  const { Volumes } = await docker.listVolumes();
  const volumes = Volumes.filter(({ Name }) => Name.startsWith(volumePrefix));
  for (const { Name } of volumes) await docker.getVolume(Name).remove();
  for (const name of ['content', 'records', 'functions'])
    rmSync(join(cacheFolder(), name), { recursive: true, force: true });
  return { images: images.length, volumes: volumes.length, containers };
}
