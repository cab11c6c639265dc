import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { PostgresStore } from '../src/store/postgres.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { createWorld, type World } from './world.ts';

const url = inject('postgresUrl');

/** The reason why tests on PostgreSQL are skipped, as part of their name; empty when they run. */
export const withoutPostgres =
  url === '' ? ' (no TEST_DATABASE_URL and no PostgreSQL in /usr/lib/postgresql)' : '';

/** Creates an empty schema and returns its URL. */
export async function freshSchema(): Promise<string> {
  const schema = `t${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.end();
  const address = new URL(url);
  address.searchParams.set('options', `-c search_path=${schema}`);
  return address.href;
}

/** The kinds of store, each with a function that opens an empty one. */
export const stores = [
  {
    name: 'on SQLite',
    skip: false,
    open: (): Promise<Store> => Promise.resolve(new SqliteStore(':memory:')),
  },
  {
    name: `on PostgreSQL${withoutPostgres}`,
    skip: withoutPostgres !== '',
    open: async (): Promise<Store> =>
      PostgresStore.open({ url: await freshSchema(), connectionWithinMs: 30_000 }),
  },
];

/** Defines the same tests for each kind of store; `world` creates a service on the store that they share. */
export function onEachStore(
  define: (world: (over?: Parameters<typeof createWorld>[0]) => World) => void,
): void {
  for (const { name, open, skip } of stores) {
    describe.skipIf(skip)(name, () => {
      let store: Store;
      beforeAll(async () => {
        store = await open();
      });
      afterAll(() => store.close());
      define((over) => createWorld({ store, ...over }));
    });
  }
}
