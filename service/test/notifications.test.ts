import pg from 'pg';
import { describe, expect, inject, it, vi } from 'vitest';
import { PostgresBus } from '../src/events/postgres-bus.ts';
import { PostgresStore } from '../src/store/postgres.ts';
import { patience } from './patience.ts';
import { freshSchema, withoutPostgres } from './stores.ts';

describe.skipIf(withoutPostgres !== '')(`a notification on our channel${withoutPostgres}`, () => {
  it.each([
    ['no JSON', 'VACUUM is done', 1],
    ['no list', '{"type":"message","conversation":"c","seq":1}', 1],
    ['nothing', '', 1],
    ['an event without a seq', '[{"type":"message","conversation":"c"}]', 1],
    ['an event of a later version', '[{"type":"reaction","conversation":"c","emoji":"x"}]', 0],
  ])('with %s does not end the process, and later ones are received', async (_, payload, warnings) => {
    const url = inject('postgresUrl');
    const [onError, onForeign, ready] = [vi.fn(), vi.fn(), vi.fn()];
    const heard: string[] = [];
    const bus = new PostgresBus({ url, onError, onForeign });
    bus.onGap(ready);
    const conversation = crypto.randomUUID();
    bus.onEvent((event) => heard.push(event.conversation));
    await vi.waitFor(() => {
      expect(ready).toHaveBeenCalled();
    }, patience);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("SELECT pg_notify('messenger', $1)", [payload]);
    await other.query("SELECT pg_notify('messenger', $1)", [
      JSON.stringify([{ type: 'reaction' }, { type: 'message', conversation, seq: 1 }]),
    ]);
    await vi.waitFor(() => {
      expect(heard).toContain(conversation);
    }, patience);
    expect(onForeign).toHaveBeenCalledTimes(warnings);
    expect(onError).not.toHaveBeenCalled();
    await Promise.all([bus.close(), other.end()]);
  });
});

describe.skipIf(withoutPostgres !== '')(`a migration on PostgreSQL${withoutPostgres}`, () => {
  it('waits for its turn longer than a request may take', async () => {
    const url = await freshSchema();
    const [holder, watcher] = [
      new pg.Client({ connectionString: url }),
      new pg.Client({ connectionString: url }),
    ];
    await Promise.all([holder.connect(), watcher.connect()]);
    await (await PostgresStore.open({ url })).close();
    // Like another replica during its migration, which locks the tables it changes.
    const { rows: pids } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE');
    const second = PostgresStore.open({ url, statementWithinMs: 100 });
    const outcome = second.then(
      () => 'opened',
      (error: unknown) => error,
    );
    await vi.waitFor(async () => {
      const waiting = await watcher.query(
        `SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))
           AND now() - query_start > interval '300 milliseconds'`,
        [pids[0]?.pid],
      );
      expect(waiting.rows).toHaveLength(1);
    }, patience);
    await holder.query('COMMIT');
    expect(await outcome).toBe('opened');
    await (await second).close();
    await Promise.all([holder.end(), watcher.end()]);
  });

  it('does not change the time limit of requests', async () => {
    const store = await PostgresStore.open({ url: await freshSchema(), statementWithinMs: 100 });
    const slow = store.read(function* () {
      yield { text: 'SELECT pg_sleep(20)', params: [] };
    });
    await expect(slow).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
  });
});
