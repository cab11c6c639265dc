import { once } from 'node:events';
import { CacheSharingMode } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { pruneCache } from '../../../src/executor/index.ts';
import { namesIn } from '../../../src/executor/docker/names.ts';
import { ownName } from '../../../src/executor/docker/owner.ts';
import { eventually } from '../../support/eventually.ts';
import { startOther } from '../../support/processes.ts';
import { needs } from '../../support/needs.ts';
import { counted, counting, runs } from '../../support/runs.ts';
import {
  base,
  containersOf,
  inSession,
  testCache,
  testSession,
  withSdk,
  type TestCache,
} from '../../support/session.ts';

needs(base);

const forEver = ['sleep', '1000'];
const forEverDocument = `{ container { from(address: "${base}") { withExec(args: ["sleep", "1000"]) { sync } } } }`;

const running = (cache: TestCache): Promise<Dockerode.ContainerInfo> =>
  eventually(async () => (await containersOf(cache)).find(({ State }) => State === 'running'));

describe('an interrupted session', () => {
  it('stops its commands and services at once and leaves nothing', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    await withSdk(test, async (client) => {
      const service = client.container().from(base).asService({ args: forEver });
      const endless = client
        .container()
        .from(base)
        .withServiceBinding('other', service)
        .withExec(forEver)
        .sync()
        .catch((error: unknown) => String(error));
      await eventually(async () => ((await containersOf(cache)).length === 2 ? true : undefined));
      test.interrupt();
      await test.close();
      expect(await endless).toContain('interrupted by the test');
    });
    expect(await containersOf(cache)).toEqual([]);
  });

  it('starts nothing that waited for its turn', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    const document = `{ container { from(address: "${base}") { withExec(args: ["true"]) { sync } } } }`;
    const asked = [1, 2, 3].map(() => test.session.query(document).catch((error: unknown) => String(error)));
    test.interrupt();
    await test.close();
    expect(new Set(await Promise.all(asked)).size).toBeLessThanOrEqual(1);
    expect(await containersOf(cache)).toEqual([]);
  });

  it('that is closed while a client that went away still waits leaves nothing', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    const { port, token } = test.session;
    const abort = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/query`, {
      method: 'POST',
      signal: abort.signal,
      headers: { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` },
      body: JSON.stringify({ query: forEverDocument }),
    }).catch((error: unknown) => String(error));
    await running(cache);
    abort.abort();
    expect(await asked).toContain('abort');
    await test.close();
    expect(await containersOf(cache)).toEqual([]);
  });
});

describe('a killed run', () => {
  it("leaves nothing after the next one's start, which spares a live one", async () => {
    await using cache = testCache();
    const killed = startOther(cache, forEverDocument);
    await running(cache);
    const live = startOther(cache, forEverDocument.replace('1000', '2000'));
    try {
      await eventually(async () => ((await containersOf(cache)).length === 2 ? true : undefined));
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      await inSession(cache, async (client, { reports }) => {
        await client.container().from(base).withExec(['true']).sync();
        // Its container, and the network on which that stood.
        expect(reports).toContain('removed 2 leftovers of a run that was killed');
      });
      const left = await containersOf(cache);
      expect(left.map(({ Command }) => Command)).toEqual([expect.stringContaining('2000')]);
    } finally {
      live.kill('SIGKILL');
      await once(live, 'exit');
    }
  });

  it("is never thought to own a container of one of its images' users", async () => {
    await using cache = testCache();
    const docker = new Dockerode();
    await inSession(cache, (client) => client.container().from(base).withExec(['true']).sync());
    const { cacheRepository, sessionLabel, ownerLabel } = namesIn(cache.namespace);
    const [image] = (await docker.listImages()).filter(({ RepoTags }) =>
      RepoTags?.some((tag) => tag.startsWith(cacheRepository)),
    );
    const users = await docker.createContainer({
      Image: image?.Id ?? '',
      Labels: { [sessionLabel]: 'dead', [ownerLabel]: ownName().replace(/\d+\/\d+$/, '1/7') },
    });
    try {
      await inSession(cache, (client) => client.container().from(base).withExec(['true']).sync());
      expect((await users.inspect()).Id).toBe(users.id);
    } finally {
      await users.remove();
    }
  });
});

describe('the cache', () => {
  it('is not pruned while a run goes on, though nothing of it runs now', async () => {
    await using cache = testCache();
    const test = await testSession(cache);
    await expect(pruneCache(cache)).rejects.toThrow('runs are going on (1): prune when they have ended');
    await test.close();
    await inSession(cache, (client) => client.container().from(base).withExec(['touch', '/a']).sync());
    expect(await pruneCache(cache)).toEqual({ images: 1, volumes: 0, containers: 0, networks: 0 });
    expect(await pruneCache(cache)).toEqual({ images: 0, volumes: 0, containers: 0, networks: 0 });
  });

  it('heals when Docker lost images, in the middle of a run too', async () => {
    await using cache = testCache();
    const docker = new Dockerode();
    const removeImages = async (): Promise<void> => {
      const repository = namesIn(cache.namespace).cacheRepository;
      for (const { RepoTags } of await docker.listImages())
        for (const tag of RepoTags?.filter((name) => name.startsWith(repository)) ?? [])
          await docker.getImage(tag).remove({ force: true });
    };
    const first = counted('echo one > /one');
    await inSession(cache, (client) => counting(client).withExec(first).sync());
    await removeImages();
    await inSession(cache, async (client) => {
      // Found by its record; gone when files of it are wanted, by two at once.
      const found = counting(client).withExec(first);
      const wanted = [found.withExec(['cat', '/one']).stdout(), found.file('/one').contents()];
      expect(await Promise.all(wanted)).toEqual(['one\n', 'one\n']);
      expect(await runs(client)).toBe(2);
    });
  });

  it('serves two runs at once', async () => {
    await using cache = testCache();
    await using one = await testSession(cache);
    await using two = await testSession(cache);
    const document = `{ container { from(address: "${base}") { withExec(args: ["echo", "same"]) { stdout } } } }`;
    const answers = await Promise.all([one.session.query(document), two.session.query(document)]);
    expect(answers[0]).toEqual(answers[1]);
    await one.close();
    expect(await two.session.query(document)).toEqual(answers[0]);
  });

  it('volume that is locked is one command’s at a time', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const script = 'mkdir /v/held && sleep 0.3 && rmdir /v/held && echo alone';
      const run = (name: string): Promise<string> =>
        client
          .container()
          .from(base)
          .withMountedCache('/v', client.cacheVolume('locked'), { sharing: CacheSharingMode.Locked })
          .withEnvVariable('NAME', name)
          .withExec(['sh', '-c', script])
          .stdout();
      expect(await Promise.all(['a', 'b', 'c'].map(run))).toEqual(['alone\n', 'alone\n', 'alone\n']);
    });
  });
});
