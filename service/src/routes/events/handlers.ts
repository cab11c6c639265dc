import { streamSSE } from 'hono/streaming';
import type { Deps } from '../../deps.ts';
import { Refusal } from '../../domain/refusal.ts';
import { createEndpoints } from '../../http/endpoint.ts';
import type { Router } from '../../http/router.ts';
import { events } from './routes.ts';

/** The stream of events. */
export function eventRoutes(deps: Deps): Router {
  const { config, draining, hub, logger } = deps;
  const heartbeatMs = config.HEARTBEAT_S * 1000;
  const { router, serve } = createEndpoints(deps);

  serve(events, async (c) => {
    // The hub has said `bye` to all by now: a stream opened after it would hold the end up to its deadline.
    if (draining()) throw new Refusal('unavailable', { retryAfterS: 1 });
    // The framework serves HEAD by GET and drops the body: nobody would ever end the stream behind it.
    if (c.req.method === 'HEAD') return c.body('', 200, { 'content-type': 'text/event-stream' });
    const feed = hub.open(c.get('userId'));
    try {
      await hub.greet(feed, c.req.valid('header')['last-event-id']);
    } catch (error) {
      feed.end();
      throw error;
    }
    // Proxies that gather answers before they pass them on would hold events back (nginx reads this header).
    c.header('x-accel-buffering', 'no');
    feed.onOverflow = () => {
      logger.info('a reader of events was too slow and is cut off');
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
