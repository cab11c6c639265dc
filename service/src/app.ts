import { cors } from 'hono/cors';
import type { MiddlewareHandler } from 'hono';
import type { Deps } from './deps.ts';
import { Refusal } from './domain/refusal.ts';
import type { AppEnv } from './http/env.ts';
import { envelope } from './http/envelope.ts';
import { describeApi } from './http/openapi.ts';
import { problem, refusalOf } from './http/problem.ts';
import { createRouter, type Router } from './http/router.ts';
import { authRoutes } from './routes/auth/handlers.ts';
import { conversationRoutes } from './routes/conversations/handlers.ts';
import { groupRoutes } from './routes/conversations/group-handlers.ts';
import { eventRoutes } from './routes/events/handlers.ts';
import { messageChangeRoutes } from './routes/messages/change-handlers.ts';
import { messageRoutes } from './routes/messages/handlers.ts';
import { pageRoutes } from './routes/pages/handlers.ts';
import { systemRoutes } from './routes/system/handlers.ts';
import { selfRoutes } from './routes/users/self-handlers.ts';
import { userRoutes } from './routes/users/handlers.ts';

/** The methods that routes serve at this path; empty when no route matches. */
function methodsAt(app: Router, path: string): readonly string[] {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll(/:[^/]+/g, '[^/]+')}$`).test(plain);
  const methods = app.routes
    .filter(({ method, path }) => method !== 'ALL' && matches(path))
    .map(({ method }) => method);
  return [...new Set(methods)];
}

/** Limits requests by client address. Only the last entry of X-Forwarded-For is used: the trusted proxy added it. */
function limitAddress({ limiter }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const address = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    if (address !== undefined) limiter.take('address', address);
    await next();
  };
}

/** Creates the application as a function from request to response. It opens no port and starts no timer. */
export function createApp(deps: Deps): Router {
  const { config } = deps;
  const app = createRouter();
  app.onError((error, c) => problem(c, refusalOf(error)));
  app.notFound((c) => {
    const methods = methodsAt(app, c.req.path);
    if (methods.length === 0) return problem(c, new Refusal('not_found'));
    c.header('allow', methods.join(', '));
    return problem(c, new Refusal('method_not_allowed'));
  });
  app.use('*', envelope(deps));
  if (config.CORS_ORIGINS.length > 0)
    app.use(
      '/api/*',
      cors({ origin: [...config.CORS_ORIGINS], exposeHeaders: ['x-request-id', 'retry-after'] }),
    );
  if (config.TRUST_PROXY) app.use('/api/auth/*', limitAddress(deps));
  app.route('/', systemRoutes(deps));
  app.route('/', pageRoutes());
  const accounts = [authRoutes, selfRoutes, userRoutes];
  const messaging = [messageRoutes, messageChangeRoutes, conversationRoutes, groupRoutes, eventRoutes];
  for (const routes of [...accounts, ...messaging]) app.route('/api', routes(deps));
  describeApi(app, config);
  return app;
}
