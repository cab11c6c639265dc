import { resolve } from 'node:path';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { startService } from './service.ts';
import { StoreInUseError } from './store/lock.ts';

/** Starts the service and shuts it down gracefully at SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({ level: config.LOG_LEVEL });
  const service = await startService(config, logger);
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info(`${signal}: shutting down`);
    service.stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (err: unknown) => {
        logger.error({ err }, 'shutdown failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  // Logged last: whoever waits for this line may send a signal at once.
  const url = `http://localhost:${String(service.port)}`;
  const data = config.DATABASE_URL === undefined ? resolve(config.DATA_DIR) : 'PostgreSQL';
  logger.info(
    { port: service.port, revision: config.REVISION, page: url, docs: `${url}/docs`, data },
    'listening',
  );
}

try {
  await main();
} catch (error) {
  // These two messages are for the operator: no stack trace, no values.
  const forOperators = error instanceof ConfigError || error instanceof StoreInUseError;
  console.error(forOperators ? error.message : error);
  process.exit(1);
}
