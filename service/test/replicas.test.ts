import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { patience } from './patience.ts';
import { ask, listenAlways, readAll, register, sendUntil } from './people.ts';
import { startProcess, type ServiceProcess } from './process.ts';
import { freshSchema, withoutPostgres } from './stores.ts';
import { secret, shapes } from './world.ts';

/** A round-robin proxy: each request goes to the next port, and a broken connection becomes a 502. */
async function startProxy(ports: readonly number[]): Promise<Server> {
  let turn = 0;
  const proxy = createServer((incoming, outgoing) => {
    const port = ports[(turn += 1) % ports.length];
    const { headers, method, url } = incoming;
    const onward = request(
      { host: '127.0.0.1', port, headers, method, path: url, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => outgoing.destroy());
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

const portOf = (server: Server): string => {
  const address = server.address();
  return typeof address === 'object' && address ? String(address.port) : '';
};

describe.skipIf(withoutPostgres !== '')(`replicas on one PostgreSQL${withoutPostgres}`, () => {
  it('lose no acknowledged message and no event when one is killed under load and restarted', async () => {
    const env = {
      DATABASE_URL: await freshSchema(),
      JWT_SECRET: secret,
      DATABASE_POOL: '5',
      LOG_LEVEL: 'info',
    };
    // Started together, so that their migrations take turns.
    const replicas: ServiceProcess[] = await Promise.all(Array.from({ length: 3 }, () => startProcess(env)));
    const proxy = await startProxy(replicas.map(({ port }) => port));
    const url = `http://127.0.0.1:${portOf(proxy)}`;
    const people = [await register(url), await register(url), await register(url)];
    const [ada, ...others] = people;
    const made = await ask(`${url}/api/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada?.token ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ participant_ids: others.map(({ id }) => id), title: 'all' }),
    });
    const { id } = shapes.User.pick({ id: true }).parse(await made.json());
    // Two streams for each user, so that every replica has some.
    const listeners = [...people, ...people].map((person) => listenAlways(url, person));
    await vi.waitFor(() => {
      expect(listeners.map(({ connections }) => connections())).not.toContain(0);
    }, patience);
    let stopped = false;
    const load = { acknowledged: new Map<string, number>(), stopped: () => stopped };
    const { acknowledged } = load;
    const sends = people.map((person) => sendUntil(url, person, { conversation_id: id }, load));
    const more = (count: number) => {
      const wanted = acknowledged.size + count;
      return vi.waitFor(() => {
        expect(acknowledged.size).toBeGreaterThanOrEqual(wanted);
      }, patience);
    };
    await more(40);
    const [victim] = replicas;
    await victim?.end('SIGKILL');
    await more(40);
    replicas[0] = await startProcess(env, victim?.port);
    await more(40);
    stopped = true;
    await Promise.all(sends);
    const [someone] = people;
    const messages = someone ? await readAll(url, someone, id) : [];
    const found = new Map(messages.map(({ content, seq }) => [content, seq]));
    expect(found.size).toBe(messages.length);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
    expect([...acknowledged].filter(([content, seq]) => found.get(content) !== seq)).toEqual([]);
    await vi.waitFor(() => {
      for (const { heard } of listeners) expect(heard.size).toBe(messages.length);
    }, patience);
    await Promise.all(listeners.map((listener) => listener.close()));
    expect(await Promise.all(replicas.map((replica) => replica.end()))).toEqual(replicas.map(() => 0));
    proxy.closeAllConnections();
    proxy.close();
  });
});
