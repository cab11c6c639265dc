import type { Deps } from '../../deps.ts';
import { newId } from '../../domain/ids.ts';
import { Refusal } from '../../domain/refusal.ts';
import { newRefreshToken, refreshTokenHash } from '../../domain/tokens.ts';
import { ownView } from '../../domain/views.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import { addUser, nameKey, userByLogin, type UserRow } from '../../store/accounts.ts';
import { closeSession, openSession, rotate } from '../../store/sessions.ts';
import { login, logout, refresh, register } from './routes.ts';

/** The routes for accounts and sessions. */
export function authRoutes(deps: Deps): Router {
  const { accessTokens, config, limiter, now, passwords, store } = deps;

  const newToken = () => {
    const token = newRefreshToken();
    return { token, hash: refreshTokenHash(token), expiresAt: now() + config.REFRESH_TOKEN_TTL * 1000 };
  };
  const pair = (userId: string, refreshToken: string) => ({
    access_token: accessTokens.issue(userId),
    refresh_token: refreshToken,
    token_type: 'bearer' as const,
    expires_in: config.ACCESS_TOKEN_TTL,
  });

  const { router, serve } = createEndpoints(deps);
  serve(register, async (c) => {
    const { email, username, password, display_name } = c.req.valid('json');
    const user: UserRow = {
      id: newId(now()),
      username,
      email,
      password_hash: await passwords.hash(password),
      display_name: display_name ?? null,
      avatar_url: null,
      created_at: now(),
    };
    await store.write(() => addUser(user));
    return c.json(ownView(user), 201);
  });

  serve(login, async (c) => {
    const { username, password } = c.req.valid('json');
    limiter.take('login', nameKey(username));
    const user = await store.read(() => userByLogin(username));
    const right = await passwords.verify(password, user?.password_hash);
    if (!user || !right) throw new Refusal('bad_credentials');
    const { token, hash, expiresAt } = newToken();
    const session = { hash, expiresAt, family: newId(now()), userId: user.id };
    await store.write(() => openSession(session, now()));
    return c.json(pair(user.id, token), 200);
  });

  serve(refresh, async (c) => {
    const { token, hash, expiresAt } = newToken();
    const old = refreshTokenHash(c.req.valid('json').refresh_token);
    const userId = await store.write(() => rotate(old, { hash, expiresAt }, now()));
    if (userId === undefined) throw new Refusal('bad_refresh_token');
    return c.json(pair(userId, token), 200);
  });

  serve(logout, async (c) => {
    const hash = refreshTokenHash(c.req.valid('json').refresh_token);
    await store.write(() => closeSession(hash));
    return c.body(null, 204);
  });
  return router;
}
