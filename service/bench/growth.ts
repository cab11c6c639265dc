import { join } from 'node:path';
import { createCursors } from '../src/domain/cursors.ts';
import { messagePage } from '../src/routes/messages/paging.ts';
import { inbox } from '../src/store/inbox.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import type { Op } from '../src/store/store.ts';
import { seed, type SeedSize } from './seed.ts';
import { secret } from './shared.ts';

const rounds = 1500;
/** The rows of an inbox that are read; the smallest store has as many, so that all reads return the same amount. */
const inboxRows = 10;

/** The median time of a read in microseconds. */
async function median<T>(store: SqliteStore, op: () => Op<T>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await store.read(op);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return (times[rounds >> 1] ?? 0) * 1000;
}

export interface Growth {
  readonly what: string;
  readonly size: number;
  readonly medianUs: number;
}

/** Measures a page at the end and in the middle, and the inbox, on a store of a given size. */
async function measure(folder: string, size: SeedSize) {
  const { conversationId, file, userId } = await seed(join(folder, 'growth.db'), size);
  const store = new SqliteStore(file);
  const cursors = createCursors(secret);
  const page = (seq: number) => () => {
    const begin = { kind: 'below', seq } as const;
    return messagePage({ userId, conversationId, limit: 20, cursor: undefined, begin }, cursors);
  };
  const newest = await median(store, page(Number.MAX_SAFE_INTEGER));
  const middle = await median(store, page(size.messages >> 1));
  const list = await median(store, () =>
    inbox(userId, { activityAt: Number.MAX_SAFE_INTEGER, id: '' }, inboxRows),
  );
  await store.close();
  return { newest, middle, list };
}

/** Measures how the time of a page and of the inbox grows with the store. */
export async function growth(folder: string): Promise<readonly Growth[]> {
  const rows: Growth[] = [];
  for (const messages of [1e3, 1e4, 1e5, 1e6]) {
    const { middle, newest } = await measure(folder, { messages, conversations: 30 });
    rows.push({ what: 'newest page of 20, messages', size: messages, medianUs: newest });
    rows.push({ what: 'middle page of 20, messages', size: messages, medianUs: middle });
  }
  for (const conversations of [10, 100, 1e3, 1e4]) {
    const { list } = await measure(folder, { messages: 10, conversations });
    rows.push({ what: `inbox of ${String(inboxRows)}, conversations`, size: conversations, medianUs: list });
  }
  return rows;
}
