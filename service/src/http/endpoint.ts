import type { RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { Context, Handler } from 'hono';
import type { BlankInput } from 'hono/types';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { Refusal, type InvalidValue } from '../domain/refusal.ts';
import { requireUser } from './auth.ts';
import { readBody } from './body.ts';
import type { AppEnv } from './env.ts';
import { createRouter, type Router } from './router.ts';

/** A function that serves a contract by a handler, whose input has been checked against the contract. */
export type RouteRegistrar = <R extends RouteConfig>(contract: R, handler: RouteHandler<R, AppEnv>) => void;

type Target = 'param' | 'query' | 'header' | 'json';
const places = { param: 'path', query: 'query', header: 'header', json: 'body' } as const;

/** RFC 6901, section 3: `~` and `/` are escaped in a pointer. */
const escaped = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** Parses a part of a request by its schema. @throws Refusal invalid, with a pointer to each wrong value */
function parsePart(schema: z.ZodType, target: Target, value: unknown): object {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return Object(data) as object;
  const errors = error.issues.map(({ path, message }): InvalidValue => {
    const pointer = path.map((part) => `/${escaped(part)}`).join('');
    return { in: places[target], pointer, detail: message };
  });
  throw new Refusal('invalid', { errors });
}

/** The query parameters; a parameter that is given several times becomes a list. */
function queryOf(c: Context<AppEnv, string>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(c.req.queries()))
    values[name] = given.length === 1 ? given[0] : given;
  return values;
}

/** The checks for the parts of a request that the contract has schemas for, prepared once for each route. */
function checksOf({ body, headers, params, query }: NonNullable<RouteConfig['request']>) {
  const checks: ((c: Context<AppEnv, string>) => void | Promise<void>)[] = [];
  const add = (target: Target, schema: z.ZodType, valueOf: (c: Context<AppEnv, string>) => unknown) =>
    checks.push((c) => {
      c.req.addValidatedData(target, parsePart(schema, target, valueOf(c)));
    });
  if (params) add('param', params, (c) => c.req.param());
  if (query) add('query', query, queryOf);
  if (headers instanceof z.ZodType) add('header', headers, (c) => c.req.header());
  const json = body?.content['application/json'];
  const schema = json !== undefined && 'schema' in json ? json.schema : undefined;
  const forms = body !== undefined && 'application/x-www-form-urlencoded' in body.content;
  if (schema instanceof z.ZodType)
    checks.push(async (c) => {
      c.req.addValidatedData('json', parsePart(schema, 'json', await readBody(c, { forms })));
    });
  return checks;
}

/**
 * A router whose routes follow their contracts. Authentication, rate limit, body and validation run in one function,
 * because a chain of middleware took more time than the handlers themselves.
 */
export function createEndpoints({ accessTokens, limiter }: Deps): { router: Router; serve: RouteRegistrar } {
  const router = createRouter();
  const authenticate = requireUser(accessTokens);
  const serve: RouteRegistrar = (contract, handler) => {
    router.openAPIRegistry.registerPath(contract);
    const checks = checksOf(contract.request ?? {});
    const needsUser = contract.security !== undefined;
    const run = handler as Handler<AppEnv, string, BlankInput, Response | Promise<Response>>;
    const handle: Handler<AppEnv, string> = async (c, next) => {
      if (needsUser) limiter.take('request', authenticate(c));
      for (const check of checks) {
        const pending = check(c);
        if (pending !== undefined) await pending;
      }
      return run(c, next);
    };
    router.on(contract.method, contract.path.replaceAll(/\{([^}]+)\}/g, ':$1'), handle);
  };
  return { router, serve };
}
