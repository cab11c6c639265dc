import type { Deps } from '../../deps.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import { health, livez, metrics, readyz } from './routes.ts';

/** The routes for probes and metrics. */
export function systemRoutes(deps: Deps): Router {
  const { config, draining, logger, now, store } = deps;
  const begun = now();
  const databaseAnswers = () =>
    store.ping().then(
      () => true,
      (err: unknown) => {
        logger.warn({ err }, 'the database does not respond');
        return false;
      },
    );
  const { router, serve } = createEndpoints(deps);

  serve(health, async (c) => {
    const up = await databaseAnswers();
    const body = {
      status: up ? ('ok' as const) : ('unavailable' as const),
      version: config.VERSION,
      revision: config.REVISION,
      uptime_s: (now() - begun) / 1000,
    };
    return up ? c.json(body, 200) : c.json(body, 503);
  });

  serve(livez, (c) => c.json({ status: 'ok' }, 200));

  serve(readyz, async (c) => {
    if (draining()) return c.json({ status: 'draining' }, 503);
    return (await databaseAnswers()) ? c.json({ status: 'ok' }, 200) : c.json({ status: 'unavailable' }, 503);
  });

  serve(metrics, async (c) => {
    const { registry } = deps.metrics;
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  return router;
}
