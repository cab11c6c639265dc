import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { createCursors } from '../src/domain/cursors.ts';
import { newId } from '../src/domain/ids.ts';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { acceptable } from '../src/http/envelope.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { createRateLimiter } from '../src/http/rate-limit.ts';
import { messagePage } from '../src/routes/messages/paging.ts';
import { conversationViews } from '../src/routes/conversations/views.ts';
import { inbox } from '../src/store/inbox.ts';
import { sendMessage } from '../src/store/send.ts';
import { SqliteStore } from '../src/store/sqlite.ts';

export const secret = 'the secret of the benchmarks, 32 characters';

const environment = z.object({
  STORE: z.string(),
  PORT: z.coerce.number(),
  RATE_LIMIT_FACTOR: z.coerce.number(),
});

/** The steps around each request, which the compared servers do too. */
function createEnvelope() {
  const metrics = createMetrics();
  const logger = pino({ level: 'info' });
  return {
    logger,
    /** The client's request id where it is acceptable, a new one otherwise. */
    requestId: (given: unknown) =>
      typeof given === 'string' && acceptable.test(given) ? given : randomUUID(),
    /** Counts and logs an answered request. */
    finish: (method: string, route: string, status: number, begun: number, requestId: string) => {
      const seconds = (performance.now() - begun) / 1000;
      metrics.request(method, route, status, seconds);
      logger.debug({ requestId, method, route, status, ms: Math.round(seconds * 1e5) / 100 }, 'request');
    },
  };
}

/**
 * The store, tokens, limits and pages for the compared servers. Only the framework and its validation differ from
 * the service.
 */
export function createWork() {
  const { PORT, RATE_LIMIT_FACTOR, STORE } = environment.parse(process.env);
  const store = new SqliteStore(STORE);
  const cursors = createCursors(secret);
  const tokens = createAccessTokens({ secret, ttlS: 3600, now: () => Date.now() });
  const limiter = createRateLimiter({ factor: RATE_LIMIT_FACTOR, now: () => Date.now() });
  return {
    port: PORT,
    ...createEnvelope(),
    /** Authenticates the user and counts the request. */
    userOf: (authorization: string | undefined) => {
      const userId = tokens.verify((authorization ?? '').slice('Bearer '.length));
      if (userId !== undefined) limiter.take('request', userId);
      return userId;
    },
    send: (senderId: string, conversationId: string, content: string) => {
      limiter.take('send', senderId);
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
