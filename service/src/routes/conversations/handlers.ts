import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { newId } from '../../domain/ids.ts';
import { Refusal } from '../../domain/refusal.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import { createConversation } from '../../store/conversations.ts';
import { inbox } from '../../store/inbox.ts';
import { membership } from '../../store/members.ts';
import { checkCanWrite } from '../../store/messages.ts';
import * as routes from './routes.ts';
import { conversationViews, showEntry } from './views.ts';

const position = z.tuple([z.int(), z.string()]);
const first = [Number.MAX_SAFE_INTEGER, ''] as const;

interface Page {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The routes for the inbox, new conversations and typing. */
export function conversationRoutes(deps: Deps): Router {
  const { cursors, hub, limiter, now, store } = deps;
  const { router, serve } = createEndpoints(deps);

  const page = async (userId: string, { limit = 20, cursor }: Page) => {
    const scope = `inbox ${userId}`;
    const [activityAt, id] = cursor === undefined ? first : cursors.read(scope, cursor, position);
    const found = await store.read(() => inbox(userId, { activityAt, id }, limit + 1));
    const rows = found.rows.slice(0, limit);
    const last = found.rows.length > limit ? rows.at(-1) : undefined;
    const next_cursor = last ? cursors.write(scope, [last.activity_at, last.conversation_id]) : null;
    return { data: conversationViews({ ...found, rows }), next_cursor };
  };

  serve(routes.create, async (c) => {
    const userId = c.get('userId');
    const { participant_ids, title = null } = c.req.valid('json');
    const others = [...new Set(participant_ids)].filter((id) => id !== userId);
    if (others.length === 0)
      throw new Refusal('invalid', { detail: 'A conversation needs at least one other user' });
    const kind = others.length === 1 && title === null ? 'direct' : 'group';
    const made = { id: newId(now()), userId, others, title, kind, now: now() } as const;
    const { id, created } = await store.write(() => createConversation(made));
    const view = await showEntry(store, userId, id);
    return created ? c.json(view, 201) : c.json(view, 200);
  });

  serve(routes.list, async (c) => c.json(await page(c.get('userId'), c.req.valid('query')), 200));

  serve(routes.listOfUser, async (c) => {
    const userId = c.get('userId');
    if (c.req.valid('param').user_id !== userId) throw new Refusal('forbidden');
    return c.json(await page(userId, c.req.valid('query')), 200);
  });

  serve(routes.get, async (c) =>
    c.json(await showEntry(store, c.get('userId'), c.req.valid('param').id), 200),
  );

  serve(routes.typing, async (c) => {
    const { id } = c.req.valid('param');
    const userId = c.get('userId');
    limiter.take('typing', userId);
    await store.read(function* () {
      yield* checkCanWrite(yield* membership(id, userId));
    });
    hub.publish({ type: 'typing', conversation: id, seq: 0, user: userId });
    return c.body(null, 202);
  });
  return router;
}
