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

/** Puts a handler to its contract; what the handler gets has been checked against it. */
export type Serve = <R extends RouteConfig>(contract: R, handler: RouteHandler<R, AppEnv>) => void;

type Target = 'param' | 'query' | 'header' | 'json';
const places = { param: 'path', query: 'query', header: 'header', json: 'body' } as const;

/** RFC 6901, section 3: `~` and `/` are escaped in a pointer. */
const escaped = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** A part of a request as its schema reads it. @throws Refusal invalid, with a pointer to each wrong value */
function check(schema: z.ZodType, target: Target, value: unknown): object {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return Object(data) as object;
  const errors = error.issues.map(({ path, message }): InvalidValue => {
    const pointer = path.map((part) => `/${escaped(part)}`).join('');
    return { in: places[target], pointer, detail: message };
  });
  throw new Refusal('invalid', { errors });
}

/** The parameters after the question mark; one that is given several times is a list. */
function queryOf(c: Context<AppEnv, string>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(c.req.queries()))
    values[name] = given.length === 1 ? given[0] : given;
  return values;
}

/** How the parts of a request are checked that its contract has schemas for; a list, so that each is asked once. */
function checksOf({ body, headers, params, query }: NonNullable<RouteConfig['request']>) {
  const checks: ((c: Context<AppEnv, string>) => void | Promise<void>)[] = [];
  const add = (target: Target, schema: z.ZodType, valueOf: (c: Context<AppEnv, string>) => unknown) =>
    checks.push((c) => {
      c.req.addValidatedData(target, check(schema, target, valueOf(c)));
    });
  if (params) add('param', params, (c) => c.req.param());
  if (query) add('query', query, queryOf);
  if (headers instanceof z.ZodType) add('header', headers, (c) => c.req.header());
  const json = body?.content['application/json'];
  const schema = json !== undefined && 'schema' in json ? json.schema : undefined;
  const forms = body !== undefined && 'application/x-www-form-urlencoded' in body.content;
  if (schema instanceof z.ZodType)
    checks.push(async (c) => {
      c.req.addValidatedData('json', check(schema, 'json', await readBody(c, { forms })));
    });
  return checks;
}

/**
 * A router whose routes are served by their contracts. All that stands before a handler (who asks, his limits, the
 * body, the values) is one function: as a chain of middleware it cost more than the work itself.
 */
export function createEndpoints({ accessTokens, limiter }: Deps): { router: Router; serve: Serve } {
  const router = createRouter();
  const authenticate = requireUser(accessTokens);
  const serve: Serve = (contract, handler) => {
    router.openAPIRegistry.registerPath(contract);
    const checks = checksOf(contract.request ?? {});
    const guarded = contract.security !== undefined;
    const run = handler as Handler<AppEnv, string, BlankInput, Response | Promise<Response>>;
    const whole: Handler<AppEnv, string> = async (c, next) => {
      if (guarded) limiter.take('request', authenticate(c));
      for (const checked of checks) {
        const reading = checked(c);
        if (reading !== undefined) await reading;
      }
      return run(c, next);
    };
    router.on(contract.method, contract.path.replaceAll(/\{([^}]+)\}/g, ':$1'), whole);
  };
  return { router, serve };
}
