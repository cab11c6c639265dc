import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../src/store/migrations.ts';
import { PostgresStore } from '../src/store/postgres.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { all, type Store } from '../src/store/store.ts';
import { newFolder } from './folders.ts';
import { freshSchema, withoutPostgres } from './stores.ts';
import { createWorld, shapes } from './world.ts';

/** The text outside of parentheses; a comma there starts another action of the same statement. */
const outside = (text: string) => text.replaceAll(/\([^()]*\)/g, '');

/** Whether a statement adds a column that breaks the writes of the previous version, which does not know it. */
function bindsOthers(text: string): boolean {
  if (!/\bADD COLUMN\b/i.test(text)) return false;
  if (/\b(UNIQUE|CHECK|PRIMARY\s+KEY|GENERATED)\b/i.test(text) || outside(text).includes(',')) return true;
  const needsValue = /\bNOT\s+NULL\b/i.test(text);
  return needsValue && (!/\bDEFAULT\b/i.test(text) || /\bDEFAULT\s+NULL\b/i.test(text));
}

/** The first statement of a migration that breaks the previous version; undefined when there is none. */
function breakage(sql: string, isFirst: boolean): string | undefined {
  const statements = sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const adds = isFirst
    ? /^CREATE (TABLE|INDEX|UNIQUE INDEX) /i
    : /^(CREATE TABLE|CREATE INDEX|ALTER TABLE \w+ ADD COLUMN) /i;
  return statements.find((text) => !adds.test(text) || bindsOthers(text));
}

describe('migrations', () => {
  it('are numbered without a gap and only add, so that the previous version works on the new schema', () => {
    const all = migrations();
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    for (const { number, sql } of all) expect(breakage(sql, number === 1)).toBeUndefined();
  });

  it.each([
    'DROP TABLE users',
    'ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users RENAME TO people',
    'ALTER TABLE users ADD COLUMN age BIGINT NOT NULL',
    'ALTER TABLE users ADD COLUMN default_age BIGINT NOT NULL',
    'ALTER TABLE users ADD COLUMN age BIGINT NOT NULL DEFAULT NULL',
    'ALTER TABLE users ADD COLUMN phone TEXT UNIQUE',
    "ALTER TABLE users ADD COLUMN kind TEXT CHECK (kind <> '')",
    'ALTER TABLE users ADD COLUMN age BIGINT, DROP COLUMN email',
    'CREATE UNIQUE INDEX one ON users (display_name)',
    'UPDATE users SET email = NULL',
  ])('with "%s" would be refused by this test', (sql) => {
    expect(breakage(sql, false)).toBe(sql);
  });

  it('may add a column that needs no value', () => {
    expect(
      breakage('ALTER TABLE users ADD COLUMN age BIGINT;\nCREATE INDEX i ON users (age);', false),
    ).toBeUndefined();
  });

  it('may add a column with a default value', () => {
    const sql = 'ALTER TABLE users ADD COLUMN age NUMERIC(3, 0) NOT NULL DEFAULT 0';
    expect(breakage(sql, false)).toBeUndefined();
  });
});

const tables = [
  'users',
  'conversations',
  'participants',
  'messages',
  'idempotency_keys',
  'refresh_tokens',
  'blocks',
];

/** The changes that a future version may make to every table by the rules above. */
const future = [
  ...tables.flatMap((table) => [
    `ALTER TABLE ${table} ADD COLUMN future_note TEXT`,
    `ALTER TABLE ${table} ADD COLUMN future_count BIGINT NOT NULL DEFAULT 0`,
    `CREATE INDEX ${table}_future ON ${table} (future_count)`,
  ]),
  'CREATE TABLE future (id TEXT PRIMARY KEY, user_id TEXT REFERENCES users (id))',
];
const record = "INSERT INTO migrations VALUES (9999, '9999_future.sql')";

const ahead = [
  {
    name: 'SQLite',
    skip: false,
    open: async (folder: string): Promise<Store> => {
      const file = join(folder, 'messenger.db');
      await new SqliteStore(file).close();
      const db = new DatabaseSync(file);
      db.exec([...future, record].join(';'));
      db.close();
      return new SqliteStore(file);
    },
  },
  {
    name: `PostgreSQL${withoutPostgres}`,
    skip: withoutPostgres !== '',
    open: async (): Promise<Store> => {
      const url = await freshSchema();
      await (await PostgresStore.open({ url })).close();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query([...future, record].join(';'));
      await client.end();
      return PostgresStore.open({ url });
    },
  },
];

describe.each(ahead.filter(({ skip }) => !skip))('the schema of a future version on $name', ({ open }) => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = newFolder();
    store = await open(folder);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('is opened and not changed', async () => {
    const rows = await store.read(() =>
      all<{ number: number }>('SELECT number FROM migrations ORDER BY number'),
    );
    expect(rows.map(({ number }) => number)).toEqual([...migrations().map(({ number }) => number), 9999]);
    await store.read(() => all('SELECT future_count FROM messages'));
  });

  it('works with every read and write of the current version', async () => {
    const world = createWorld({ store });
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    const statuses: number[] = [];
    const call = async (token: string, method: string, path: string, body?: unknown, key?: string) => {
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      const answer = await world.call(`/api${path}`, { method, token, body, headers });
      statuses.push(answer.status);
      return answer;
    };
    const login = { username: ada.name, password: 'correct horse' };
    const { refresh_token } = shapes.Tokens.parse(
      await (await call('', 'POST', '/auth/login', login)).json(),
    );
    await call('', 'POST', '/auth/refresh', { refresh_token });
    const draft = { receiver_id: bob.id, content: 'hello' };
    const sent = shapes.Message.parse(await (await call(ada.token, 'POST', '/messages', draft)).json());
    for (const key of ['key', 'key']) await call(ada.token, 'POST', '/messages', draft, key);
    const { conversation_id, id } = sent;
    await call(bob.token, 'PUT', `/messages/${id}/status`, { status: 'delivered' });
    await call(bob.token, 'POST', '/messages', { conversation_id, content: 'answer', reply_to_id: id });
    await call(bob.token, 'PUT', `/messages/conversation/${conversation_id}/read`, {});
    await call(ada.token, 'PATCH', `/messages/${id}`, { content: 'better' });
    await call(ada.token, 'DELETE', `/messages/${id}`);
    const listed = await call(ada.token, 'GET', `/messages/conversation/${conversation_id}?limit=2`);
    const people = { participant_ids: [bob.id, eve.id], title: 'all' };
    const made = await call(ada.token, 'POST', '/conversations', people);
    const { id: group } = shapes.User.pick({ id: true }).parse(await made.json());
    await call(ada.token, 'PATCH', `/conversations/${group}`, { title: 'both' });
    await call(ada.token, 'DELETE', `/conversations/${group}/participants/${eve.id}`);
    await call(ada.token, 'POST', `/conversations/${group}/participants`, { participant_ids: [eve.id] });
    await call(ada.token, 'GET', '/conversations');
    await call(ada.token, 'PATCH', '/users/me', { display_name: 'Ada' });
    await call(ada.token, 'GET', `/users?query=${bob.name}`);
    await call(eve.token, 'PUT', `/users/me/blocks/${ada.id}`);
    await call(eve.token, 'DELETE', `/users/me/blocks/${ada.id}`);
    await call(eve.token, 'DELETE', '/users/me', { current_password: 'correct horse' });
    expect(statuses.filter((status) => status >= 300)).toEqual([]);
    const { data } = shapes.MessagePage.parse(await listed.json());
    expect(data.map(({ content, seq }) => [seq, content])).toEqual([
      [3, 'answer'],
      [2, 'hello'],
    ]);
  });
});
