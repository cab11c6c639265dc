import { once } from 'node:events';
import { CacheSharingMode, type Client, type Container, type Service } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it, type TestContext } from 'vitest';
import { boundingSet } from '../../../src/executor/docker/root-rights.ts';
import { eventually } from '../../support/eventually.ts';
import { startOther } from '../../support/processes.ts';
import { needs } from '../../support/needs.ts';
import { containersOf, inSession, testCache, testSession, withSdk } from '../../support/session.ts';

/** The tag is that of the official image; where no registry answers it is made from packages. */
const dind = 'docker:29-dind';
needs(dind);

describe('the capabilities of a process', () => {
  it.each([
    ['all that the engine knows', '000001ffffffffff', 38],
    ['none', '0000000000000000', 0],
  ])('are read from its status: %s', (_, mask, count) => {
    expect(boundingSet(`Name:\tnode\nCapBnd:\t${mask}\nSeccomp:\t0\n`)).toHaveLength(count);
  });

  it('are named by their numbers', () => {
    expect(boundingSet('CapBnd:\t0000000000200001\n')).toEqual(['CHOWN', 'SYS_ADMIN']);
    expect(boundingSet('CapBnd:\t000001fffeffffff\n')).not.toContain('SYS_RESOURCE');
  });
});

/** A daemon with all that it keeps in a volume of its own. */
function daemon(client: Client): Service {
  return client
    .container()
    .from(dind)
    .withEnvVariable('DOCKER_TLS_CERTDIR', '')
    .withMountedCache('/var/lib/docker', client.cacheVolume('inner'), { sharing: CacheSharingMode.Private })
    .withExposedPort(2375)
    .asService({ useEntrypoint: true, insecureRootCapabilities: true });
}

/** Asks it. */
function asking(client: Client, service: Service): Container {
  return client
    .container()
    .from(dind)
    .withEnvVariable('DOCKER_HOST', 'tcp://docker:2375')
    .withServiceBinding('docker', service);
}

/** Skips a test, by the reason, where Docker grants no container every right. */
async function granted<Result>(context: TestContext, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const text = String(error);
    if (text.includes('starts no container with insecure root capabilities')) context.skip(text);
    throw error;
  }
}

describe('a service with every right', () => {
  it('can be a Docker daemon that runs containers, and finds in its private volume what it left there', async (context) => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const service = await granted(context, daemon(client).start());
      const image = "tar -chf - /bin/sh $(ldd /bin/sh | grep -o '/[^ )]*')";
      const script = `${image} | docker import - shell && docker run --rm shell /bin/sh -c 'echo runs' && docker volume create left`;
      const ran = asking(client, service).withExec(['sh', '-c', script]);
      expect(await ran.stdout()).toMatch(/^runs\nleft$/m);
    });
    expect(await containersOf(cache)).toEqual([]);
    await inSession(cache, async (client) => {
      const list = asking(client, daemon(client)).withExec(['docker', 'volume', 'ls', '--quiet']);
      expect(await list.stdout()).toBe('left\n');
    });
  });

  it('is removed with its unnamed volume when the session is interrupted', async (context) => {
    await using cache = testCache();
    await using test = await testSession(cache);
    const volumes = await withSdk(test, async (client) => {
      await granted(context, endless(client).start());
      const found = await unnamedVolumes(cache.namespace);
      test.interrupt();
      await test.close();
      return found;
    });
    expect(volumes).toHaveLength(1);
    await expectGone(cache.namespace, volumes);
  });

  it('is removed with its unnamed volume after a run that was killed', async (context) => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const service = await granted(context, endless(client).start());
      await service.stop({ kill: true });
    });
    const document = `{ container { from(address: "${dind}") { asService(args: ["sleep", "1000"], insecureRootCapabilities: true) { start } } } }`;
    const killed = startOther(cache, document);
    await eventually(async () => (await containersOf(cache)).find(({ State }) => State === 'running'));
    const volumes = await unnamedVolumes(cache.namespace);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await inSession(cache, (client) => client.container().from(dind).withExec(['true']).sync());
    expect(volumes).toHaveLength(1);
    await expectGone(cache.namespace, volumes);
  });
});

/** A service whose image asks for a volume, which nobody gives it. */
const endless = (client: Client): Service =>
  client
    .container()
    .from(dind)
    .asService({ args: ['sleep', '1000'], insecureRootCapabilities: true });

async function unnamedVolumes(namespace: string): Promise<string[]> {
  const containers = await containersOf({ namespace });
  return containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
}

async function expectGone(namespace: string, volumes: readonly string[]): Promise<void> {
  expect(await containersOf({ namespace })).toEqual([]);
  const { Volumes } = await new Dockerode().listVolumes();
  expect(Volumes.map(({ Name }) => Name).filter((name) => volumes.includes(name))).toEqual([]);
}
