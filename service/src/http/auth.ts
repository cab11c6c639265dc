import type { Context } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import type { AccessTokens } from '../domain/tokens.ts';
import type { AppEnv } from './env.ts';

/**
 * Authenticates requests by their access token (RFC 6750). Only the header is read, because URLs end up in logs.
 * @returns a function that stores the user's id for the handler and returns it. @throws Refusal unauthorized
 */
export function requireUser(tokens: AccessTokens): (c: Context<AppEnv>) => string {
  return (c) => {
    const [scheme = '', token = ''] = (c.req.header('authorization') ?? '').split(' ');
    const userId = scheme.toLowerCase() === 'bearer' ? tokens.verify(token) : undefined;
    if (userId === undefined) throw new Refusal('unauthorized');
    c.set('userId', userId);
    return userId;
  };
}
