import type { Deps } from './deps.ts';
import { Refusal } from './domain/refusal.ts';
import { requireUser } from './http/auth.ts';
import { readBody } from './http/body.ts';
import { envelope } from './http/envelope.ts';
import { problem, refusalOf } from './http/problem.ts';
import { createRouter, type Router } from './http/router.ts';
import { authRoutes } from './routes/auth/handlers.ts';
import { messageRoutes } from './routes/messages/handlers.ts';
import { systemRoutes } from './routes/system/handlers.ts';

/** The methods that some route has at this path; empty where nothing is. */
function methodsAt(app: Router, path: string): readonly string[] {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/:[^/]+|\{[^/]+\}/g, '[^/]+')}$`).test(plain);
  const methods = app.routes
    .filter(({ method, path }) => method !== 'ALL' && fits(path))
    .map(({ method }) => method);
  return [...new Set(methods)];
}

/**
 * The application as a function from request to answer: it has no port, and nothing outlives it that was not given.
 */
export function createApp(deps: Deps): Router {
  const app = createRouter();
  app.onError((error, c) => problem(c, refusalOf(error)));
  app.notFound((c) => {
    const methods = methodsAt(app, c.req.path);
    if (methods.length === 0) return problem(c, new Refusal('not_found'));
    c.header('allow', methods.join(', '));
    return problem(c, new Refusal('method_not_allowed'));
  });
  app.use('*', envelope(deps));
  app.use('/api/*', readBody);
  app.use('/api/messages/*', requireUser(deps.accessTokens));
  app.route('/', systemRoutes(deps));
  for (const routes of [authRoutes, messageRoutes]) app.route('/api', routes(deps));
  return app;
}
