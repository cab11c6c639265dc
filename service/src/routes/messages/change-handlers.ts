import type { Deps } from '../../deps.ts';
import { messageView } from '../../domain/views.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import * as changes from '../../store/changes.ts';
import { messageFor, type MessageRow } from '../../store/messages.ts';
import type { MessageWithMembers } from '../../store/replay.ts';
import * as routes from './change-routes.ts';

const show = ({ message, members }: MessageWithMembers) => messageView(message, members);

/** The routes for single messages and for read marks. */
export function messageChangeRoutes(deps: Deps): Router {
  const { hub, now, store } = deps;
  const { router, serve } = createEndpoints(deps);
  const publishUpdate = ({ conversation_id, seq }: MessageRow) => {
    hub.publish({ type: 'message.updated', conversation: conversation_id, seq });
  };

  serve(routes.getMessage, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(show(await store.read(() => messageFor(id, c.get('userId')))), 200);
  });

  serve(routes.patchMessage, async (c) => {
    const { id } = c.req.valid('param');
    const { content } = c.req.valid('json');
    const found = await store.write(() => changes.edit(id, c.get('userId'), content, now()));
    publishUpdate(found.message);
    return c.json(show(found), 200);
  });

  serve(routes.deleteMessage, async (c) => {
    const { id } = c.req.valid('param');
    const found = await store.write(() => changes.erase(id, c.get('userId'), now()));
    publishUpdate(found.message);
    return c.json(show(found), 200);
  });

  serve(routes.markRead, async (c) => {
    const { id } = c.req.valid('param');
    const { seq } = c.req.valid('json');
    const user = c.get('userId');
    const { lastReadSeq, marked, unread } = await store.write(() => changes.markRead(id, user, seq));
    if (marked > 0) hub.publish({ type: 'read', conversation: id, seq: lastReadSeq, user });
    return c.json({ last_read_seq: lastReadSeq, unread, marked_as_read: marked }, 200);
  });

  serve(routes.putStatus, async (c) => {
    const { id } = c.req.valid('param');
    const { status } = c.req.valid('json');
    const user = c.get('userId');
    const found = await store.write(() => changes.setStatus(id, user, status));
    const { conversation_id: conversation, seq } = found.message;
    if (found.changed) {
      if (status === 'read') hub.publish({ type: 'read', conversation, seq, user });
      else publishUpdate(found.message);
    }
    return c.json(show(found), 200);
  });
  return router;
}
