import { streamSSE } from 'hono/streaming';
import type { Deps } from '../../deps.ts';
import { Refusal } from '../../domain/refusal.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import { events } from './routes.ts';

/** The route of the event stream. */
export function eventRoutes(deps: Deps): Router {
  const { config, draining, hub, logger } = deps;
  const heartbeatMs = config.HEARTBEAT_S * 1000;
  const { router, serve } = createEndpoints(deps);

  serve(events, async (c) => {
    // The hub has already ended every stream: a new one would delay the shutdown until its deadline.
    if (draining()) throw new Refusal('unavailable', { retryAfterS: 1 });
    // The framework answers HEAD by running GET without its body: nothing would ever end that stream.
    if (c.req.method === 'HEAD') return c.body('', 200, { 'content-type': 'text/event-stream' });
    const feed = hub.open(c.get('userId'));
    try {
      await hub.start(feed, c.req.valid('header')['last-event-id']);
    } catch (error) {
      feed.end();
      throw error;
    }
    // Turns buffering off in nginx, which would otherwise hold events back.
    c.header('x-accel-buffering', 'no');
    feed.onOverflow = () => {
      logger.info('disconnected a client that read its events too slowly');
      c.env.outgoing?.destroy();
    };
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => {
        feed.end();
      });
      for (;;) {
        const next = await feed.next(heartbeatMs);
        if (next === 'end' || stream.aborted) break;
        if (next === 'idle') await stream.write(': \n\n');
        else {
          const { data, event, id } = next;
          await stream.writeSSE({ event, data: JSON.stringify(data), ...(id === undefined ? {} : { id }) });
        }
      }
      feed.end();
    });
  });
  return router;
}
