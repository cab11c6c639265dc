import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { randomUUID } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { AppEnv } from './env.ts';

/** The form of a client's request id that is accepted: short and plain, because it ends up in logs and responses. */
export const acceptable = /^[\w.:-]{8,64}$/;

/** The headers of every response (OWASP Secure Headers Project); the pages set a weaker policy for themselves. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/** The pattern of the matching route. All unknown paths share one label. */
function patternOf(c: Context<AppEnv>): string {
  const pattern = routePath(c, -1);
  return pattern === '/*' || pattern === '*' || pattern.endsWith('/*') ? 'unmatched' : pattern;
}

/**
 * A function that sets a response header, on Node's own response where there is one. The framework would create a
 * Headers object for each response, which costs more than the rest of this file. Headers of a route take precedence.
 */
function setterOf(c: Context<AppEnv>): (name: string, value: string) => void {
  // There are no bindings at all where a test calls the application without a port.
  const outgoing = (c.env as AppEnv['Bindings'] | undefined)?.outgoing;
  if (outgoing === undefined || !('setHeader' in outgoing))
    return (name, value) => {
      c.header(name, value);
    };
  return (name, value) => {
    outgoing.setHeader(name, value);
  };
}

/** Gives each request an id and each response its headers, and logs and counts it. */
export function envelope({ draining, metrics, logger }: Deps): MiddlewareHandler<AppEnv> {
  const fixed = Object.entries(securityHeaders);
  return async (c, next) => {
    const begun = performance.now();
    const given = c.req.header('x-request-id');
    const requestId = given !== undefined && acceptable.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    const set = setterOf(c);
    for (const [name, value] of fixed) set(name, value);
    set('x-request-id', requestId);
    // Otherwise a client that keeps its connection busy could delay the shutdown.
    if (draining()) set('connection', 'close');
    await next();
    const seconds = (performance.now() - begun) / 1000;
    const route = patternOf(c);
    const { method } = c.req;
    metrics.request(method, route, c.res.status, seconds);
    const line = { requestId, method, route, status: c.res.status, ms: Math.round(seconds * 1e5) / 100 };
    if (c.res.status >= 500) logger.error({ ...line, err: c.error }, 'request');
    else logger.debug(line, 'request');
  };
}
