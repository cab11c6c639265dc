import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startService } from '../src/service.ts';
import { freshSchema, withoutPostgres } from './stores.ts';
import { secret } from './world.ts';

/** A proxy to a database that can be frozen: connections stay open, and nothing comes back. */
async function detour(url: string) {
  const target = new URL(url);
  const sockets: Socket[] = [];
  const listened = Promise.withResolvers<undefined>();
  const server = createServer((incoming) => {
    const onward = connect(Number(target.port), target.hostname);
    sockets.push(incoming, onward);
    for (const socket of [incoming, onward]) socket.on('error', () => undefined);
    // The server's confirmation of LISTEN (PostgreSQL protocol, CommandComplete).
    onward.on('data', (bytes: Buffer) => {
      if (bytes.includes('LISTEN\0')) listened.resolve(undefined);
    });
    incoming.pipe(onward).pipe(incoming);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const way = new URL(url);
  way.hostname = '127.0.0.1';
  way.port = typeof address === 'object' && address ? String(address.port) : '';
  return {
    url: way.href,
    listened: listened.promise,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(withoutPostgres !== '')(`a service that shuts down${withoutPostgres}`, () => {
  it('does not wait forever for a database that no longer responds', async () => {
    const way = await detour(await freshSchema());
    const logger = pino({ level: 'silent' });
    const warn = vi.spyOn(logger, 'warn');
    const env = { DATABASE_URL: way.url, JWT_SECRET: secret, PORT: '0', HOST: '127.0.0.1', DRAIN_MS: '100' };
    const service = await startService(readConfig(env), logger);
    // The connection for events is opened in the background; without it there would be nothing to close.
    await way.listened;
    expect((await fetch(`http://127.0.0.1:${String(service.port)}/readyz`)).status).toBe(200);
    way.freeze();
    await service.stop();
    expect(warn.mock.calls.map((call) => call.at(-1))).toContain(
      'the database connections did not close in time',
    );
    way.close();
  });

  it('logs no warning when the database responds', async () => {
    const logger = pino({ level: 'silent' });
    const warn = vi.spyOn(logger, 'warn');
    const env = { DATABASE_URL: await freshSchema(), JWT_SECRET: secret, PORT: '0', HOST: '127.0.0.1' };
    await (await startService(readConfig(env), logger)).stop();
    expect(warn).not.toHaveBeenCalled();
  });
});
