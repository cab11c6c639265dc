import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { Refusal } from '../../domain/refusal.ts';
import { ownView, userView } from '../../domain/views.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import * as accounts from '../../store/accounts.ts';
import * as routes from './routes.ts';

const position = z.tuple([z.string()]);

/** The routes for other users and for blocks. */
export function userRoutes(deps: Deps): Router {
  const { cursors, limiter, now, store } = deps;
  const { router, serve } = createEndpoints(deps);

  serve(routes.putBlock, async (c) => {
    const { id } = c.req.valid('param');
    const userId = c.get('userId');
    if (id === userId) throw new Refusal('invalid', { detail: 'You cannot block yourself' });
    await store.write(() => accounts.addBlock(userId, id, now()));
    return c.body(null, 204);
  });

  serve(routes.deleteBlock, async (c) => {
    const { id } = c.req.valid('param');
    const userId = c.get('userId');
    await store.write(() => accounts.removeBlock(userId, id));
    return c.body(null, 204);
  });

  serve(routes.getUser, async (c) => {
    const { id } = c.req.valid('param');
    const user = await store.read(() => accounts.userById(id));
    if (!user) throw new Refusal('not_found');
    return c.json(id === c.get('userId') ? ownView(user) : userView(user), 200);
  });

  serve(routes.findUsers, async (c) => {
    const userId = c.get('userId');
    limiter.take('search', userId);
    const { query, limit = 20, cursor } = c.req.valid('query');
    const scope = `users ${userId} ${query}`;
    const [after] = cursor === undefined ? [''] : cursors.read(scope, cursor, position);
    const found = await store.read(() => accounts.usersByPrefix(query, accounts.nameKey(after), limit + 1));
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    // The name as the user wrote it, because its normalised form can be much longer.
    const next_cursor = last ? cursors.write(scope, [last.username]) : null;
    return c.json({ data: rows.map(userView), next_cursor }, 200);
  });
  return router;
}
