import { CacheSharingMode, type Client } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { pruneCache } from '../../../src/executor/index.ts';
import { namesIn } from '../../../src/executor/docker/names.ts';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';

needs(base);

/** A command with a private volume at /v and one for all at /all; commands of different names never share a result. */
function run(client: Client, name: string, script: string): Promise<string> {
  return client
    .container()
    .from(base)
    .withMountedCache('/v', client.cacheVolume('own'), { sharing: CacheSharingMode.Private })
    .withMountedCache('/all', client.cacheVolume('all'))
    .withEnvVariable('NAME', name)
    .withExec(['sh', '-c', script])
    .stdout();
}

/** Leaves a name, waits at most a minute until so many commands run at once, and tells whose names it sees. */
const meeting = (count: number): string =>
  `echo "$NAME" >> /v/names; touch "/all/$NAME"; tries=0
   until [ "$(ls /all | wc -l)" -ge ${count} ] || [ $tries = 600 ]; do sleep 0.1; tries=$((tries + 1)); done
   cat /v/names`;

describe('a private volume', () => {
  it('is one command’s while it runs', async () => {
    await using cache = testCache();
    const seen = await inSession(cache, (client) =>
      Promise.all(['a', 'b', 'c'].map((name) => run(client, name, meeting(3)))),
    );
    expect(seen).toEqual(['a\n', 'b\n', 'c\n']);
  });

  it('is kept and found again, in this session and the next', async () => {
    await using cache = testCache();
    const look = (client: Client, name: string): Promise<string> =>
      run(client, name, 'echo "$NAME" >> /v/names; cat /v/names');
    await inSession(cache, async (client) => {
      expect(await look(client, 'a')).toBe('a\n');
      expect(await look(client, 'b')).toBe('a\nb\n');
    });
    expect(await inSession(cache, (client) => look(client, 'c'))).toBe('a\nb\nc\n');
  });

  it('goes away with the cache', async () => {
    await using cache = testCache();
    await inSession(cache, (client) => Promise.all(['a', 'b'].map((name) => run(client, name, meeting(2)))));
    expect(await pruneCache(cache)).toMatchObject({ volumes: 3 });
    const { Volumes } = await new Dockerode().listVolumes();
    const { volumePrefix } = namesIn(cache.namespace);
    expect(Volumes.filter(({ Name }) => Name.startsWith(volumePrefix))).toEqual([]);
  });
});
