import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { createCursors } from './domain/cursors.ts';
import { createPasswords } from './domain/passwords.ts';
import { createAccessTokens } from './domain/tokens.ts';
import { createLocalBus, type Bus } from './events/bus.ts';
import { Hub } from './events/hub.ts';
import { createMetrics } from './http/metrics.ts';
import { createRateLimiter } from './http/rate-limit.ts';
import { listen } from './http/server.ts';
import { secretFor } from './secret.ts';
import { openStore } from './store/open.ts';
import { tidy } from './store/tidy.ts';

/** How often a replica checks the store for messages without a notification. */
const catchUpMs = 5000;
const tidyMs = 600_000;
/** How long closing the database connections may take. */
const closeWithinMs = 2000;
/** How far apart the clocks of replicas may be. */
const replicaSkewMs = 2000;

/** A running service. */
export interface Service {
  readonly port: number;
  /** Makes /readyz answer 503, ends the event streams, lets requests finish and closes the store. */
  stop(): Promise<void>;
}

async function openBus(
  { DATABASE_URL }: Config,
  logger: Logger,
  onError: (error: Error) => void,
): Promise<Bus> {
  if (DATABASE_URL === undefined) return createLocalBus();
  const { PostgresBus } = await import('./events/postgres-bus.ts');
  const onForeign = (err: Error) => {
    logger.warn({ err }, 'ignored a foreign notification on the channel of the service');
  };
  return new PostgresBus({ url: DATABASE_URL, onError, onForeign });
}

/** Creates the service from its configuration and starts it. */
export async function startService(config: Config, logger: Logger): Promise<Service> {
  const now = () => Date.now();
  const onError = (err: Error) => {
    logger.warn({ err }, 'a connection to the database failed');
  };
  const { secret, madeAt } = secretFor(config);
  if (madeAt !== undefined) logger.info(`generated a secret for tokens in ${madeAt}`);
  const store = await openStore(config, onError);
  const bus = await openBus(config, logger, onError);
  const replicas = config.DATABASE_URL !== undefined;
  const skewMs = replicas ? replicaSkewMs : 0;
  const hub = new Hub({ store, bus, logger, now, skewMs, streamsPerUser: config.STREAMS_PER_USER });
  let draining = false;
  const app = createApp({
    config,
    store,
    logger,
    now,
    hub,
    limiter: createRateLimiter({ factor: config.RATE_LIMIT_FACTOR, now }),
    passwords: createPasswords(),
    accessTokens: createAccessTokens({ secret, ttlS: config.ACCESS_TOKEN_TTL, now }),
    cursors: createCursors(secret),
    metrics: createMetrics(),
    draining: () => draining,
  });
  const server = await listen(app, { port: config.PORT, host: config.HOST });
  const tidying = setInterval(() => {
    tidy(store, now()).catch(onError);
  }, tidyMs);
  const look = replicas ? setInterval(() => void hub.catchUp(), catchUpMs) : undefined;
  return {
    port: server.port,
    async stop() {
      draining = true;
      clearInterval(tidying);
      clearInterval(look);
      const drained = server.drain(config.DRAIN_MS);
      hub.close();
      await drained;
      const closed = (async () => {
        await bus.close();
        await store.close();
      })();
      // Every request is answered by now, so a database that no longer responds may be abandoned.
      const inTime = await Promise.race([
        closed.then(() => true),
        pause(closeWithinMs, false, { ref: false }),
      ]);
      if (!inTime) logger.warn('the database connections did not close in time');
    },
  };
}
