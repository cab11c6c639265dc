import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Client, Container } from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache, testSession, withSdk } from '../../support/session.ts';

needs(base);

/** A socket that leads to the real daemon until it is cut. */
async function cuttable(folder: string): Promise<{ readonly host: string; cut(): void } & Disposable> {
  const place = join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const daemon = connect('/var/run/docker.sock');
    for (const socket of [client, daemon]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.pipe(daemon).pipe(client);
  });
  server.listen(place);
  await once(server, 'listening');
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { host: `unix://${place}`, cut, [Symbol.dispose]: cut };
}

/** Another Docker daemon for the sessions that begin meanwhile. */
function dockerAt(host: string): Disposable {
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = host;
  return {
    [Symbol.dispose]: () => {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    },
  };
}

/** Listens at a path: the first who connects waits until the end, and all others are done at once. */
async function holdingFirst(path: string): Promise<{ readonly begun: Promise<unknown> } & Disposable> {
  const held = new Set<Socket>();
  const server = createServer((socket) => {
    if (held.size > 0) socket.end('done\n');
    else held.add(socket);
  });
  const begun = once(server, 'connection');
  await once(server.listen(path), 'listening');
  const end = (): void => {
    server.close();
    for (const socket of held) socket.destroy();
  };
  return { begun, [Symbol.dispose]: end };
}

const asRoot = process.getuid?.() === 0;

describe('a Docker daemon', () => {
  it('that does not answer is told, with what to do', async () => {
    await using cache = testCache();
    using host = dockerAt(`unix://${join(cache.folder, 'nothing.sock')}`);
    await inSession(cache, (client) =>
      expect(client.container().from(base).withExec(['true']).sync()).rejects.toThrow(
        /no Docker daemon answers \(.*ENOENT.*\); start it, or let `npm run setup` install and start one/,
      ),
    );
    host[Symbol.dispose]();
  });

  it('that dies in the middle ends the run, and the next one works', async () => {
    await using cache = testCache();
    using listener = await holdingFirst(join(cache.folder, 'told.sock'));
    const ask = (client: Client): Container =>
      client
        .container()
        .from(base)
        .withUnixSocket('/run/told.sock', client.host().unixSocket('told.sock'))
        .withExec(['node', '-e', "require('net').connect('/run/told.sock').pipe(process.stdout)"]);
    {
      using proxy = await cuttable(cache.folder);
      using host = dockerAt(proxy.host);
      await using test = await testSession(cache);
      await withSdk(test, async (client) => {
        const asked = ask(client)
          .sync()
          .catch((error: unknown) => String(error));
        await listener.begun;
        host[Symbol.dispose]();
        proxy.cut();
        expect(await asked).toContain('the Docker daemon stopped answering');
      });
      await test.close();
      expect(test.reports.join('\n')).toContain(
        'the containers and networks of this run could not be removed',
      );
    }
    expect(await inSession(cache, (client) => ask(client).stdout())).toBe('done\n');
  });
});

describe('a disk', () => {
  it.skipIf(!asRoot)(
    'that is full is told, with what to do; the next run works (needs root to mount a small one)',
    async () => {
      await using cache = testCache();
      const small = join(cache.folder, 'small');
      mkdirSync(small);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]);
      const script = 'head -c 4000000 /dev/urandom > /large; cat /large';
      try {
        const onSmall = { folder: small, namespace: cache.namespace };
        await inSession(onSmall, async (client) => {
          const ran = client.container().from(base).withExec(['sh', '-c', script]);
          await expect(ran.sync()).rejects.toThrow(/the disk is full .*free some space.*and run again/);
          const printed = client.container().from(base).withExec(['echo', 'small']);
          expect(await printed.stdout()).toBe('small\n');
          const folder = client
            .container()
            .from(base)
            .withExec(['head', '-c', '1', '/dev/zero'])
            .directory('/usr/lib');
          await expect(folder.entries()).rejects.toThrow('the disk is full');
        });
      } finally {
        execFileSync('umount', ['--lazy', small]);
        rmSync(small, { recursive: true });
      }
      await inSession(cache, async (client) => {
        const ran = client.container().from(base).withExec(['sh', '-c', script]);
        expect(await ran.file('/large').size()).toBe(4_000_000);
      });
    },
  );
});
