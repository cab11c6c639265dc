import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import type { AccessTokens } from '../domain/tokens.ts';
import type { AppEnv } from './env.ts';

/** Lets requests with a valid access token pass (RFC 6750, in the header alone: addresses end up in logs). */
export function requireUser(tokens: AccessTokens): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const [scheme = '', token = ''] = (c.req.header('authorization') ?? '').split(' ');
    const userId = scheme.toLowerCase() === 'bearer' ? tokens.verify(token) : undefined;
    if (userId === undefined) throw new Refusal('unauthorized');
    c.set('userId', userId);
    await next();
  };
}
