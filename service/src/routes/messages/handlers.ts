import type { Deps } from '../../deps.ts';
import { newId } from '../../domain/ids.ts';
import { Refusal } from '../../domain/refusal.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import type { Draft } from '../../store/messages.ts';
import { sendMessage, type SentMessage } from '../../store/send.ts';
import { defaultLimit, messagePage, type Listing } from './paging.ts';
import * as routes from './routes.ts';
import { idempotencyKey } from './schemas.ts';

interface ListStart {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly page?: number | undefined;
}

/** The start of a list without a cursor. @throws Refusal invalid for more than one start */
function startOf({ after, before, page }: ListStart): Listing['begin'] {
  if ([after, before, page].filter((value) => value !== undefined).length > 1)
    throw new Refusal('invalid', { detail: 'Only one of after, before and page is allowed' });
  if (after !== undefined) return { kind: 'above', seq: after };
  if (page !== undefined) return { kind: 'page', page };
  return { kind: 'below', seq: before ?? Number.MAX_SAFE_INTEGER };
}

/** Refuses a second request with an idempotency key while the first one runs (draft 07, section 2.6). */
function createInProgress() {
  const keys = new Set<string>();
  return async <T>(key: string | undefined, work: () => Promise<T>): Promise<T> => {
    if (key === undefined) return work();
    if (keys.has(key)) throw new Refusal('in_progress', { retryAfterS: 1 });
    keys.add(key);
    try {
      return await work();
    } finally {
      keys.delete(key);
    }
  };
}

/** The idempotency key of a request. @throws Refusal invalid */
function readKey(text: string | undefined): string | undefined {
  if (text === undefined || idempotencyKey.test(text)) return text;
  const detail = 'must be 1 to 255 printable ASCII characters';
  throw new Refusal('invalid', { errors: [{ in: 'header', pointer: '/idempotency-key', detail }] });
}

/** The routes that send and list messages. */
export function messageRoutes(deps: Deps): Router {
  const { cursors, hub, limiter, now, store } = deps;
  const inProgress = createInProgress();
  const { router, serve } = createEndpoints(deps);

  serve(routes.send, async (c) => {
    const { content, receiver_id, conversation_id, reply_to_id } = c.req.valid('json');
    const key = readKey(c.req.header('idempotency-key'));
    const senderId = c.get('userId');
    if (receiver_id === senderId) throw new Refusal('self_message');
    limiter.take('send', senderId);
    const time = now();
    const draft: Draft = {
      id: newId(time),
      conversationId: newId(time),
      senderId,
      target:
        conversation_id === undefined
          ? { receiverId: receiver_id ?? '' }
          : { conversationId: conversation_id },
      content,
      replyToId: reply_to_id ?? null,
      now: time,
    };
    const sent: SentMessage = await inProgress(key === undefined ? key : `${senderId} ${key}`, () =>
      sendMessage(store, draft, key),
    );
    hub.publish({ type: 'message', conversation: sent.conversation_id, seq: sent.seq });
    return c.json(sent, 201);
  });

  serve(routes.list, async (c) => {
    const { id } = c.req.valid('param');
    const { limit = defaultLimit, cursor, ...start } = c.req.valid('query');
    const begin = startOf(start);
    // With a cursor, the start may be left out. If it is given, the cursor must have the same direction.
    const given = start.after !== undefined || start.before !== undefined;
    const accepts = given ? {} : { accepts: ['below', 'above'] as const };
    const listing = { conversationId: id, userId: c.get('userId'), limit, cursor, begin, ...accepts };
    return c.json(await store.read(() => messagePage(listing, cursors)), 200);
  });

  serve(routes.listBefore, async (c) => {
    const { id } = c.req.valid('param');
    const { before_timestamp, limit = defaultLimit, cursor } = c.req.valid('query');
    const begin = { kind: 'before', createdAt: Date.parse(before_timestamp), seq: 0 } as const;
    const listing = { conversationId: id, userId: c.get('userId'), limit, cursor, begin };
    return c.json(await store.read(() => messagePage(listing, cursors)), 200);
  });
  return router;
}
