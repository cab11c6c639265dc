import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, one, run, type Store } from '../src/store/store.ts';
import { stores } from './stores.ts';

const insert = (id: string) =>
  one<{ id: string }>(
    "INSERT INTO conversations (id, kind, last_seq, created_at) VALUES ($1, 'group', 0, 0) RETURNING id",
    id,
  );
const ids = () => all<{ id: string }>('SELECT id FROM conversations ORDER BY id');

describe.each(stores.filter(({ skip }) => !skip))('a write of one statement $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('is stored, and returns the row of its statement', async () => {
    expect(await store.writeStatement(() => insert('one'))).toEqual({ id: 'one' });
    expect(await store.read(ids)).toEqual([{ id: 'one' }]);
  });

  it('refuses a second statement before it runs', async () => {
    const two = store.writeStatement(function* () {
      yield* run('SELECT 1');
      yield* insert('two');
    });
    await expect(two).rejects.toThrow('writeStatement runs one statement');
    expect(await store.read(ids)).toEqual([{ id: 'one' }]);
  });
});
