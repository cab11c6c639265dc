import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startService } from '../src/service.ts';
import { storeFile } from '../src/store/open.ts';
import { addRefreshToken, forgetTokens, rotate, tokensAtOnce, usedKeptMs } from '../src/store/sessions.ts';
import { all } from '../src/store/store.ts';
import { tidy } from '../src/store/tidy.ts';
import { folder } from './folders.ts';
import { patience } from './patience.ts';
import { onEachStore } from './stores.ts';

const day = 24 * 3600 * 1000;

onEachStore((make) => {
  async function session() {
    const world = make();
    const { id: userId } = await world.person();
    const { store } = world.deps;
    const hashes = async () => {
      const text = 'SELECT hash FROM refresh_tokens WHERE user_id = $1 ORDER BY hash';
      return (await store.read(() => all<{ hash: string }>(text, userId))).map(({ hash }) => hash);
    };
    const add = (hash: string, expiresAt: number) =>
      store.write(() => addRefreshToken({ hash: `${userId} ${hash}`, family: userId, userId, expiresAt }));
    const use = (hash: string, next: string, now: number) =>
      store.write(() =>
        rotate(`${userId} ${hash}`, { hash: `${userId} ${next}`, expiresAt: 100 * day }, now),
      );
    const left = async () => (await hashes()).map((hash) => hash.split(' ')[1]);
    return { store, add, use, left };
  }

  describe('refresh tokens', () => {
    it('are deleted when they have expired, even if the user never returns', async () => {
      const { add, left, store } = await session();
      await add('old', day);
      await add('new', 2 * day);
      await tidy(store, day);
      expect(await left()).toEqual(['new']);
    });

    it('that were used are kept as long as a second use is detected, and no longer', async () => {
      const { add, left, store, use } = await session();
      await add('a', 100 * day);
      await use('a', 'b', day);
      await tidy(store, day + usedKeptMs - 1);
      expect(await left()).toEqual(['a', 'b']);
      await tidy(store, day + usedKeptMs);
      expect(await left()).toEqual(['b']);
      expect(await use('b', 'c', 50 * day)).toBeDefined();
    });

    it('are deleted in batches, and all of them', async () => {
      const { add, left, store } = await session();
      await Promise.all(
        Array.from({ length: tokensAtOnce + 3 }, (_, index) => add(`t${String(index)}`, day)),
      );
      expect(await store.write(() => forgetTokens(day))).toBe(tokensAtOnce);
      expect(await left()).toHaveLength(3);
      await tidy(store, day);
      expect(await left()).toEqual([]);
    });
  });
});

describe('a running service', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('deletes expired data every ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const DATA_DIR = folder();
    const config = readConfig({ DATA_DIR, HOST: '127.0.0.1', PORT: '0', JWT_SECRET: 'x'.repeat(32) });
    const service = await startService(config, pino({ level: 'silent' }));
    const post = (path: string, body: object) =>
      fetch(`http://127.0.0.1:${String(service.port)}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const [username, password] = ['anna', 'correct horse'];
    expect((await post('register', { username, email: 'anna@example.org', password })).status).toBe(201);
    expect((await post('login', { username, password })).status).toBe(200);
    const db = new DatabaseSync(storeFile(DATA_DIR), { readOnly: true });
    const kept = () => db.prepare('SELECT hash FROM refresh_tokens').all().length;
    vi.setSystemTime(Date.now() + 365 * day);
    await vi.advanceTimersByTimeAsync(599_999);
    expect(kept()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitFor(() => {
      expect(kept()).toBe(0);
    }, patience);
    db.close();
    await service.stop();
  });
});
