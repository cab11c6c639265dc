import type { Deps } from '../../deps.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import * as conversations from '../../store/conversations.ts';
import * as routes from './group-routes.ts';
import { showEntry } from './views.ts';

/** The routes that change the title and the members of groups. */
export function groupRoutes(deps: Deps): Router {
  const { now, store } = deps;
  const { router, serve } = createEndpoints(deps);

  serve(routes.rename, async (c) => {
    const { id } = c.req.valid('param');
    const { title } = c.req.valid('json');
    const userId = c.get('userId');
    await store.write(() => conversations.rename(id, userId, title));
    return c.json(await showEntry(store, userId, id), 200);
  });

  serve(routes.join, async (c) => {
    const { id } = c.req.valid('param');
    const { participant_ids } = c.req.valid('json');
    const userId = c.get('userId');
    await store.write(() => conversations.join(id, userId, [...new Set(participant_ids)], now()));
    return c.json(await showEntry(store, userId, id), 201);
  });

  serve(routes.leave, async (c) => {
    const { id, user_id } = c.req.valid('param');
    const userId = c.get('userId');
    await store.write(() => conversations.leave(id, userId, user_id));
    return c.body(null, 204);
  });
  return router;
}
