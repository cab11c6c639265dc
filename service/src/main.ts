import { pino } from 'pino';
import { createApp } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createCursors } from './domain/cursors.ts';
import { createPasswords } from './domain/passwords.ts';
import { createAccessTokens } from './domain/tokens.ts';
import { createMetrics } from './http/metrics.ts';
import { listen } from './http/server.ts';
import { secretFor } from './secret.ts';
import { openStore } from './store/open.ts';

/** Starts the service, and ends it in order at SIGTERM or SIGINT. */
async function main(config: Config): Promise<void> {
  const logger = pino({ level: config.LOG_LEVEL });
  const now = () => Date.now();
  const { secret, madeAt } = secretFor(config);
  if (madeAt !== undefined) logger.info(`made a secret for tokens in ${madeAt}`);
  const store = await openStore(config);
  let draining = false;
  const app = createApp({
    config,
    store,
    logger,
    now,
    passwords: createPasswords(),
    accessTokens: createAccessTokens({ secret, ttlS: config.ACCESS_TOKEN_TTL, now }),
    cursors: createCursors(secret),
    metrics: createMetrics(),
    draining: () => draining,
  });
  const server = await listen(app, { port: config.PORT, host: config.HOST });
  logger.info(
    { port: server.port, revision: config.REVISION },
    `listening on http://localhost:${String(server.port)}`,
  );

  const stop = (signal: string) => {
    if (draining) return;
    draining = true;
    logger.info(`${signal}: finishing what runs`);
    void server
      .drain(config.DRAIN_MS)
      .then(() => store.close())
      .then(() => {
        logger.info('stopped');
        process.exit(0);
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await main(readConfig(process.env));
} catch (error) {
  // A wrong configuration is the operator's to read: no stack, no values.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
