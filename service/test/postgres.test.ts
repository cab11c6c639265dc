import { pino } from 'pino';
import { describe, expect, inject, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { PostgresBus } from '../src/events/postgres-bus.ts';
import { startService } from '../src/service.ts';
import { openStore } from '../src/store/open.ts';
import { PostgresStore } from '../src/store/postgres.ts';
import { all, run } from '../src/store/store.ts';
import { patience } from './patience.ts';
import { ask, register } from './people.ts';
import { postgresPrograms, startPostgres } from './postgres.ts';
import { readEvents } from './sse.ts';
import { freshSchema, withoutPostgres } from './stores.ts';
import { secret } from './world.ts';

const programs = postgresPrograms();
const withoutPrograms = programs === undefined ? ' (no PostgreSQL in /usr/lib/postgresql)' : '';

describe.skipIf(withoutPostgres !== '')(`a PostgreSQL store${withoutPostgres}`, () => {
  it('migrates the schema once, even when several start together or again later', async () => {
    const url = await freshSchema();
    const opened = await Promise.all(Array.from({ length: 4 }, () => PostgresStore.open({ url })));
    opened.push(await PostgresStore.open({ url }));
    const rows = await opened[0]?.read(() => all<{ number: number }>('SELECT number FROM migrations'));
    expect(new Set(rows?.map((row) => row.number)).size).toBe(rows?.length);
    await Promise.all(opened.map((store) => store.close()));
  });

  it('repeats an operation after a conflict', async () => {
    const store = await PostgresStore.open({ url: await freshSchema(), connections: 4 });
    await store.write(function* () {
      yield* run("INSERT INTO conversations (id, kind, last_seq, created_at) VALUES ('a', 'group', 0, 0)");
      yield* run("INSERT INTO conversations (id, kind, last_seq, created_at) VALUES ('b', 'group', 0, 0)");
    });
    const bump = (id: string) => run('UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1', id);
    const both = (one: string, other: string) =>
      store.write(function* () {
        yield* bump(one);
        yield* run('SELECT pg_sleep(0.05)');
        yield* bump(other);
      });
    // A deadlock: PostgreSQL aborts one of the two, and the store repeats it.
    await Promise.all([both('a', 'b'), both('b', 'a')]);
    const rows = await store.read(() => all<{ last_seq: number }>('SELECT last_seq FROM conversations'));
    expect(rows.map((row) => row.last_seq)).toEqual([2, 2]);
    await store.close();
  });

  it('passes on an error that is neither a refusal nor temporary', async () => {
    const store = await PostgresStore.open({ url: await freshSchema() });
    await expect(store.read(() => run('SELECT nonsense'))).rejects.toThrow('nonsense');
    await store.close();
    await store.close();
  });

  it('answers the health check while every connection for requests is busy', async () => {
    const store = await PostgresStore.open({
      url: await freshSchema(),
      connections: 1,
      connectionWithinMs: 200,
    });
    let isDone = false;
    const work = store.read(() => run('SELECT pg_sleep(2)')).finally(() => (isDone = true));
    await store.ping();
    expect(isDone).toBe(false);
    await expect(store.read(() => run('SELECT 1'))).rejects.toMatchObject({ code: 'unavailable' });
    await work;
    await store.close();
  });

  it('is refused as unavailable when it does not respond at the start', async () => {
    const config = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', JWT_SECRET: secret });
    await expect(openStore(config, () => undefined)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe.skipIf(withoutPostgres !== '')(`a bus between replicas${withoutPostgres}`, () => {
  it('sends events to every replica, and reports when some may be missing', async () => {
    const url = inject('postgresUrl');
    const onError = vi.fn();
    const buses = [new PostgresBus({ url, onError }), new PostgresBus({ url, onError })];
    const gaps = vi.fn();
    const heard: number[][] = [[], []];
    buses.forEach((bus, index) => {
      bus.onGap(gaps);
      bus.onEvent((event) => heard[index]?.push(event.seq));
    });
    await vi.waitFor(() => {
      expect(gaps).toHaveBeenCalledTimes(2);
    }, patience);
    for (let seq = 1; seq <= 3; seq += 1)
      buses[0]?.publish({ type: 'message', conversation: 'bus-test', seq });
    await vi.waitFor(() => {
      expect(heard).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    }, patience);
    await Promise.all(buses.map((bus) => bus.close()));
    expect(onError).not.toHaveBeenCalled();
  });
});

describe.skipIf(programs === undefined)(`a database that goes away${withoutPrograms}`, () => {
  it('makes requests and readiness 503 and liveness 200, and everything works again after its return', async () => {
    const postgres = await startPostgres(programs ?? '');
    const env = {
      DATABASE_URL: postgres.url,
      JWT_SECRET: secret,
      PORT: '0',
      HOST: '127.0.0.1',
      DRAIN_MS: '1000',
    };
    const service = await startService(
      readConfig({ ...env, LOG_LEVEL: 'silent' }),
      pino({ level: 'silent' }),
    );
    const url = `http://127.0.0.1:${String(service.port)}`;
    const [ada, bob] = [await register(url), await register(url)];
    const events = readEvents(
      await ask(`${url}/api/events`, { headers: { authorization: `Bearer ${bob.token}` } }),
    );
    await events.until('ready');
    const statuses = async () => {
      const answers = await Promise.all([
        ask(`${url}/readyz`),
        ask(`${url}/livez`),
        ask(`${url}/api/messages`, {
          method: 'POST',
          headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ receiver_id: bob.id, content: 'hello' }),
        }),
      ]);
      return [answers.map(({ status }) => status), answers[2].headers.get('retry-after')] as const;
    };
    await postgres.crash();
    expect(await statuses()).toEqual([[503, 200, 503], '1']);
    await postgres.restart();
    await vi.waitFor(async () => {
      expect(await statuses()).toEqual([[200, 200, 201], null]);
    }, patience);
    expect(await events.until('message')).toMatchObject({ data: { content: 'hello' } });
    await service.stop();
    await postgres.stop();
  });
});
