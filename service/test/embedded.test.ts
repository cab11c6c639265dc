import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from './folders.ts';
import { readConfig } from '../src/config.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { secretFor } from '../src/secret.ts';
import { openStore } from '../src/store/open.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { all, run } from '../src/store/store.ts';

const fill = (id: string, text: string) =>
  run(
    'INSERT INTO conversations (id, kind, title, last_seq, created_at) VALUES ($1, $2, $3, 0, 0)',
    id,
    'group',
    text,
  );
const ids = () => all<{ id: string }>('SELECT id FROM conversations ORDER BY id');
const large = 'x'.repeat(4_000_000);

/** The reason of a rejected promise. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the embedded store', () => {
  it('answers 503 while the disk is full, keeps its data, and works again when there is space', async () => {
    const store = new SqliteStore(join(folder(), 'messenger.db'));
    await store.write(() => fill('before', 'a'));
    await store.read(() => all('PRAGMA max_page_count = 100'));
    const refusal = await failure(store.write(() => fill('too much', large)));
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'unavailable', retryAfterS: 1 });
    await store.read(() => all('PRAGMA max_page_count = 1000000'));
    await store.write(() => fill('then', large));
    expect(await store.read(ids)).toEqual([{ id: 'before' }, { id: 'then' }]);
    await store.close();
  });

  it('rolls back only the failed write of those that share a transaction', async () => {
    const store = new SqliteStore(':memory:');
    const outcomes = await Promise.allSettled([
      store.write(() => fill('one', 'a')),
      store.write(function* () {
        yield* fill('half', 'a');
        yield* run('INSERT INTO no_such_table VALUES (1)');
      }),
      store.write(() => fill('two', 'a')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await store.read(ids)).toEqual([{ id: 'one' }, { id: 'two' }]);
  });

  it('distinguishes a programming error from a temporary one', async () => {
    const store = new SqliteStore(':memory:');
    const wrong = await failure(store.read(() => all('SELECT nothing FROM nowhere')));
    expect(wrong).toBeInstanceOf(Error);
    expect(wrong).not.toBeInstanceOf(Refusal);
  });

  it('finishes queued writes when it is closed, refuses later ones, and may be closed twice', async () => {
    const file = join(folder(), 'messenger.db');
    const store = new SqliteStore(file);
    const last = store.write(() => fill('last', 'a'));
    await store.close();
    await store.close();
    await last;
    expect(await failure(store.write(() => fill('late', 'a')))).toMatchObject({ code: 'unavailable' });
    const again = new SqliteStore(file);
    expect(await again.read(ids)).toEqual([{ id: 'last' }]);
    await again.close();
  });

  it('releases its folder when it is closed', async () => {
    const config = readConfig({ DATA_DIR: folder() });
    const ignore = () => undefined;
    await (await openStore(config, ignore)).close();
    const second = await openStore(config, ignore);
    await second.ping();
    await second.close();
  });
});

describe('the secret', () => {
  it('is generated once, kept, and refused when it has been shortened', () => {
    const DATA_DIR = folder();
    const config = readConfig({ DATA_DIR });
    const made = secretFor(config);
    expect(made.madeAt).toBe(join(DATA_DIR, 'secret'));
    expect(secretFor(config)).toEqual({ secret: made.secret });
    writeFileSync(join(DATA_DIR, 'secret'), 'short');
    expect(() => secretFor(config)).toThrow();
  });
});
