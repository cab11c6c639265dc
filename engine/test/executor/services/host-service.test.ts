import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Client, Service } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, networksOf, testCache } from '../../support/session.ts';

needs(base);

/** A server on this machine's loopback, until it is disposed of. */
async function outside(): Promise<{ readonly port: number } & Disposable> {
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi';
  const server = createServer((socket) => socket.end(answer));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => void server.close() };
}

/** What a command hears at a URL; bound to a service, where one is given. */
function heard(client: Client, url: string, bound?: Service): Promise<string> {
  const container = client.container().from(base).withEnvVariable('URL', url);
  const program =
    "fetch(process.env.URL).then((answer) => answer.text()).catch(() => 'not let in').then(console.log)";
  return (bound ? container.withServiceBinding('outside', bound) : container)
    .withExec(['node', '-e', program])
    .stdout();
}

describe('ports of a host that this machine reaches', () => {
  it("such as its own loopback's are reached by what is bound to them, and by nothing else", async () => {
    await using cache = testCache();
    await using other = testCache();
    using server = await outside();
    await inSession(cache, async (client) => {
      const service = client.host().service([{ backend: server.port, frontend: 8000 }]);
      expect(await heard(client, 'http://outside:8000', service)).toBe('hi\n');
      const endpoint = await service.endpoint({ scheme: 'http' });
      expect(await heard(client, endpoint)).toBe('not let in\n');
      expect(await inSession(other, (stranger) => heard(stranger, endpoint))).toBe('not let in\n');
    });
    expect(await networksOf(cache)).toEqual([]);
  });

  it('are reached by the same number in two sessions at once', async () => {
    await using cache = testCache();
    using server = await outside();
    const ask = (client: Client): Promise<string> => {
      const service = client.host().service([{ backend: server.port, frontend: 8000 }]);
      return heard(client, 'http://outside:8000', service);
    };
    await inSession(cache, async (one) => {
      expect(await ask(one)).toBe('hi\n');
      await using other = testCache();
      expect(await inSession(other, ask)).toBe('hi\n');
    });
  });

  it('are reached again after somebody pruned networks', async () => {
    await using cache = testCache();
    using server = await outside();
    await inSession(cache, async (client) => {
      const service = client.host().service([{ backend: server.port, frontend: 8000 }]);
      expect(await heard(client, 'http://outside:8000', service)).toBe('hi\n');
      const docker = new Dockerode();
      const networks = await networksOf(cache);
      expect(networks).toHaveLength(1);
      for (const { Id } of networks) await docker.getNetwork(Id).remove();
      expect(await heard(client, 'http://outside:8000/again', service)).toBe('hi\n');
    });
  });
});
