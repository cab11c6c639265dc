import type { Deps } from '../../deps.ts';
import { createRouter, type Router } from '../../http/router.ts';
import { health, livez, metrics, readyz } from './routes.ts';

/** Probes and metrics, for the platform that runs the service. */
export function systemRoutes(deps: Deps): Router {
  const { config, draining, now, store } = deps;
  const begun = now();
  const databaseAnswers = () =>
    store.ping().then(
      () => true,
      () => false,
    );
  const router = createRouter();

  router.openapi(health, async (c) => {
    const up = await databaseAnswers();
    const body = {
      status: up ? ('ok' as const) : ('unavailable' as const),
      version: config.VERSION,
      revision: config.REVISION,
      uptime_s: (now() - begun) / 1000,
    };
    return up ? c.json(body, 200) : c.json(body, 503);
  });

  router.openapi(livez, (c) => c.json({ status: 'ok' }, 200));

  router.openapi(readyz, async (c) => {
    if (draining()) return c.json({ status: 'draining' }, 503);
    return (await databaseAnswers()) ? c.json({ status: 'ok' }, 200) : c.json({ status: 'unavailable' }, 503);
  });

  router.openapi(metrics, async (c) => {
    const { registry } = deps.metrics;
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  return router;
}
