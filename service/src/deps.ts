import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Cursors } from './domain/cursors.ts';
import type { Passwords } from './domain/passwords.ts';
import type { AccessTokens } from './domain/tokens.ts';
import type { Hub } from './events/hub.ts';
import type { Metrics } from './http/metrics.ts';
import type { RateLimiter } from './http/rate-limit.ts';
import type { Store } from './store/store.ts';

/** Everything that the application uses; created in service.ts, or by a test. */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly passwords: Passwords;
  readonly accessTokens: AccessTokens;
  readonly cursors: Cursors;
  readonly hub: Hub;
  readonly limiter: RateLimiter;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The time in milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Whether the process is shutting down; /readyz then answers 503. */
  readonly draining: () => boolean;
}
