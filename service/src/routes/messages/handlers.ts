import type { Deps } from '../../deps.ts';
import { newId } from '../../domain/ids.ts';
import { Refusal } from '../../domain/refusal.ts';
import { messageView } from '../../domain/views.ts';
import { createRouter, type Router } from '../../http/router.ts';
import { send as sendOp, type Draft } from '../../store/messages.ts';
import { defaultLimit, messagePage, type Listing } from './paging.ts';
import { list, send } from './routes.ts';

interface Start {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly page?: number | undefined;
}

/** Where a list begins that was asked for without a cursor. @throws Refusal invalid for two beginnings at once */
function beginning({ after, before, page }: Start): Listing['begin'] {
  if ([after, before, page].filter((value) => value !== undefined).length > 1)
    throw new Refusal('invalid', { detail: 'after, before and page exclude each other' });
  if (after !== undefined) return { kind: 'above', seq: after };
  if (page !== undefined) return { kind: 'page', page };
  return { kind: 'below', seq: before ?? Number.MAX_SAFE_INTEGER };
}

/** Sending, reading and changing messages. */
export function messageRoutes(deps: Deps): Router {
  const { cursors, now, store } = deps;
  const router = createRouter();

  router.openapi(send, async (c) => {
    const { content, receiver_id, conversation_id, reply_to_id } = c.req.valid('json');
    const senderId = c.get('userId');
    if (receiver_id === senderId) throw new Refusal('self_message');
    const draft: Draft = {
      id: newId(now()),
      conversationId: newId(now()),
      senderId,
      target:
        conversation_id === undefined
          ? { receiverId: receiver_id ?? '' }
          : { conversationId: conversation_id },
      content,
      replyToId: reply_to_id ?? null,
      now: now(),
    };
    const { message, members } = await store.write(() => sendOp(draft));
    return c.json(messageView(message, members), 201);
  });

  router.openapi(list, async (c) => {
    const { id } = c.req.valid('param');
    const { limit = defaultLimit, cursor, ...start } = c.req.valid('query');
    const listing = { conversationId: id, userId: c.get('userId'), limit, cursor, begin: beginning(start) };
    return c.json(await store.read(() => messagePage(listing, cursors)), 200);
  });
  return router;
}
