import { z } from 'zod';
import { createCursors } from '../src/domain/cursors.ts';
import { newId } from '../src/domain/ids.ts';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { messagePage } from '../src/routes/messages/paging.ts';
import { conversationViews } from '../src/routes/conversations/views.ts';
import { inbox } from '../src/store/inbox.ts';
import { sendMessage } from '../src/store/send.ts';
import { SqliteStore } from '../src/store/sqlite.ts';

export const secret = 'the secret of the benchmarks, 32 characters';

const environment = z.object({ STORE: z.string(), PORT: z.coerce.number() });

/**
 * The same store, tokens and pages for the servers that ours is compared with: what differs is the framework, what it
 * validates with, and nothing else.
 */
export function createWork() {
  const { PORT, STORE } = environment.parse(process.env);
  const store = new SqliteStore(STORE);
  const cursors = createCursors(secret);
  const tokens = createAccessTokens({ secret, ttlS: 3600, now: () => Date.now() });
  return {
    port: PORT,
    userOf: (authorization: string | undefined) =>
      tokens.verify((authorization ?? '').slice('Bearer '.length)),
    send: (senderId: string, conversationId: string, content: string) => {
      const now = Date.now();
      const target = { conversationId };
      const ids = { id: newId(now), conversationId: newId(now) };
      return sendMessage(store, { ...ids, senderId, target, content, replyToId: null, now }, undefined);
    },
    page: (userId: string, conversationId: string, limit: number) => {
      const begin = { kind: 'below', seq: Number.MAX_SAFE_INTEGER } as const;
      return store.read(() =>
        messagePage({ userId, conversationId, limit, cursor: undefined, begin }, cursors),
      );
    },
    inbox: async (userId: string, limit: number) => {
      const found = await store.read(() =>
        inbox(userId, { activityAt: Number.MAX_SAFE_INTEGER, id: '' }, limit + 1),
      );
      return { data: conversationViews({ ...found, rows: found.rows.slice(0, limit) }), next_cursor: null };
    },
  };
}
