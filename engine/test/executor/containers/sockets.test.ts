import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Client, Container } from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache, type TestCache } from '../../support/session.ts';

needs(base);

const asking = "require('net').connect('/run/outside.sock').pipe(process.stdout)";

/** A container with a socket of this machine, while something listens there. */
async function withSocket(
  cache: TestCache,
  use: (client: Client, container: Container) => Promise<void>,
): Promise<void> {
  const server = createServer((socket) => socket.end('from outside'));
  await once(server.listen(join(cache.folder, 'outside.sock')), 'listening');
  try {
    await inSession(cache, async (client) => {
      const socket = client.host().unixSocket('outside.sock');
      await use(client, client.container().from(base).withUnixSocket('/run/outside.sock', socket));
    });
  } finally {
    server.close();
  }
}

describe('a socket of this machine', () => {
  it('is reached in a container', async () => {
    await using cache = testCache();
    await withSocket(cache, async (_, container) => {
      expect(await container.withExec(['node', '-e', asking]).stdout()).toBe('from outside');
    });
  });

  it('is there for commands alone, and no longer when it is taken away', async () => {
    await using cache = testCache();
    await withSocket(cache, async (_, container) => {
      const list = ['sh', '-c', 'ls /run | grep -c outside; true'];
      expect(await container.withExec(list).stdout()).toBe('1\n');
      expect(await container.withoutUnixSocket('/run/outside.sock').withExec(list).stdout()).toBe('0\n');
      await expect(container.file('/run/outside.sock').size()).rejects.toThrow('is in a mount (socket');
    });
  });

  it('that is none is refused', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client
        .container()
        .withUnixSocket('/run/a', client.host().unixSocket('/etc/hostname'));
      await expect(container.sync()).rejects.toThrow('/etc/hostname is not a socket: give the path of one');
    });
  });
});
