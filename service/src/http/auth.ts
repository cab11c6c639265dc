import type { Context } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import type { AccessTokens } from '../domain/tokens.ts';
import type { AppEnv } from './env.ts';

/**
 * Finds out whose access token a request has (RFC 6750, in the header alone: addresses end up in logs).
 * @returns a function that notes the user for the handler, and returns him. @throws Refusal unauthorized
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
