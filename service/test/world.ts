import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { Deps } from '../src/deps.ts';
import { createCursors } from '../src/domain/cursors.ts';
import { createPasswords } from '../src/domain/passwords.ts';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { createLocalBus } from '../src/events/bus.ts';
import { Hub } from '../src/events/hub.ts';
import { createMetrics } from '../src/http/metrics.ts';
import { createRateLimiter } from '../src/http/rate-limit.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { createConformance, type Exchange } from './conformance.ts';

export const secret = 'a secret of the tests, 32 characters or more';

const Problem = z.object({
  code: z.string(),
  status: z.int(),
  errors: z.array(z.object({ pointer: z.string() })),
});
const Message = z.object({
  id: z.string(),
  seq: z.int(),
  conversation_id: z.string(),
  content: z.string().nullable(),
  status: z.string(),
  sender_id: z.string(),
  receiver_id: z.string().nullable(),
  deleted_at: z.string().nullable(),
  edited_at: z.string().nullable(),
});
const MessagePage = z.object({
  data: z.array(Message),
  next_cursor: z.string().nullable(),
  limit: z.int(),
  total: z.int().optional(),
});
const Tokens = z.object({ access_token: z.string(), refresh_token: z.string(), token_type: z.string() });
const User = z.object({ id: z.string(), username: z.string(), email: z.string().optional() });

/** The type that JSON responses are read as. */
export const shapes = { Problem, Message, MessagePage, Tokens, User };

export interface Request {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

let check: Promise<ReturnType<typeof createConformance>> | undefined;

/**
 * The OpenAPI document that every response of every test is checked against. It is created once, by a separate service,
 * so that a tested service receives only the requests of its test.
 */
const conformance = () =>
  (check ??= (async () => {
    const { app } = createWorld();
    return createConformance(await (await app.request('/openapi.json')).json());
  })());

/** Checks a response against the document of the current code. */
export const holdToContract = async (exchange: Exchange): Promise<void> => (await conformance())(exchange);

/** Creates a service without a port, on its own store; `over` replaces the parts that a test is about. */
export function createWorld(over: Partial<Deps> = {}) {
  const config = readConfig({ LOG_LEVEL: 'silent', JWT_SECRET: secret, RATE_LIMIT_FACTOR: '0' });
  const now = over.now ?? (() => Date.now());
  const store = over.store ?? new SqliteStore(':memory:');
  const logger = pino({ level: 'silent' });
  const hub = new Hub({ store, bus: createLocalBus(), logger, now, skewMs: 0, streamsPerUser: 3 });
  const deps: Deps = {
    config,
    now,
    store,
    hub,
    limiter: createRateLimiter({ factor: 0, now }),
    // The cheapest hash of scrypt, because tests do not depend on its cost.
    passwords: createPasswords({ logN: 1 }),
    accessTokens: createAccessTokens({ secret, ttlS: config.ACCESS_TOKEN_TTL, now }),
    cursors: createCursors(secret),
    metrics: createMetrics(),
    logger,
    draining: () => false,
    ...over,
  };
  const app = createApp(deps);

  const call = async (path: string, { method = 'GET', token, body, headers = {} }: Request = {}) => {
    const response = await app.request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    await (
      await conformance()
    )({ method, path, response, userId: deps.accessTokens.verify(token ?? '') });
    return response;
  };

  /** Registers a user and returns an access token. The name gets a unique ending, because tests share a store. */
  const person = async (name = 'person') => {
    const username = `${name}-${randomUUID().slice(0, 8)}`;
    const body = { username, email: `${username}@example.org`, password: 'correct horse' };
    const { id } = User.parse(await (await call('/api/auth/register', { method: 'POST', body })).json());
    return { id, name: username, token: deps.accessTokens.issue(id) };
  };
  const send = (token: string, body: unknown, headers: Record<string, string> = {}) =>
    call('/api/messages', { method: 'POST', token, body, headers });
  return { app, deps, call, person, send };
}

export type World = ReturnType<typeof createWorld>;
