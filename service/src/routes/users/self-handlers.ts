import type { Deps } from '../../deps.ts';
import { Refusal } from '../../domain/refusal.ts';
import { ownView } from '../../domain/views.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import * as accounts from '../../store/accounts.ts';
import * as routes from './self-routes.ts';

interface Profile {
  readonly display_name?: string | null | undefined;
  readonly avatar_url?: string | null | undefined;
}

/** Requires a body on routes whose fields are all optional: the schema alone would accept a request without one. */
function requireBody(type: string | undefined): void {
  if (type === undefined) throw new Refusal('invalid', { detail: 'A body is required' });
}

/** The routes for the user's own account. */
export function selfRoutes(deps: Deps): Router {
  const { limiter, now, passwords, store } = deps;
  const { router, serve } = createEndpoints(deps);

  /** The user who is logged in. @throws Refusal unauthorized: a token may outlive its account for some minutes */
  const self = async (userId: string): Promise<accounts.UserRow> => {
    const user = await store.read(() => accounts.userById(userId));
    if (!user) throw new Refusal('unauthorized');
    return user;
  };
  const checkPassword = async (userId: string, password: string) => {
    limiter.take('login', userId);
    const user = await self(userId);
    if (!(await passwords.verify(password, user.password_hash))) throw new Refusal('bad_credentials');
  };
  const change = (userId: string, next: (user: accounts.UserRow) => Profile) =>
    store.write(function* () {
      const user = yield* accounts.userById(userId);
      if (!user) throw new Refusal('unauthorized');
      const { display_name = null, avatar_url = null } = next(user);
      yield* accounts.setProfile(userId, display_name, avatar_url);
      return ownView({ ...user, display_name, avatar_url });
    });

  serve(routes.getMe, async (c) => c.json(ownView(await self(c.get('userId'))), 200));

  serve(routes.putMe, async (c) => {
    requireBody(c.req.header('content-type'));
    const profile = c.req.valid('json');
    return c.json(await change(c.get('userId'), () => profile), 200);
  });

  serve(routes.patchMe, async (c) => {
    requireBody(c.req.header('content-type'));
    const { display_name, avatar_url } = c.req.valid('json');
    const merged = (user: accounts.UserRow) => ({
      display_name: display_name === undefined ? user.display_name : display_name,
      avatar_url: avatar_url === undefined ? user.avatar_url : avatar_url,
    });
    return c.json(await change(c.get('userId'), merged), 200);
  });

  serve(routes.deleteMe, async (c) => {
    const userId = c.get('userId');
    await checkPassword(userId, c.req.valid('json').current_password);
    await store.write(() => accounts.removeUser(userId, now()));
    return c.body(null, 204);
  });

  serve(routes.putPassword, async (c) => {
    const { current_password, new_password } = c.req.valid('json');
    const userId = c.get('userId');
    await checkPassword(userId, current_password);
    const hash = await passwords.hash(new_password);
    await store.write(() => accounts.setPassword(userId, hash));
    return c.body(null, 204);
  });
  return router;
}
