import { z } from 'zod';

const count = (fallback: number, { min = 0, max = 1e9 } = {}) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** The service's configuration, from the environment alone. */
const schema = z.object({
  /** Port to listen on. */
  PORT: count(8000, { max: 65535 }),
  /** Address to listen on. */
  HOST: z.string().default('0.0.0.0'),
  /** Folder of the embedded store and of the generated secret. */
  DATA_DIR: z.string().min(1).default('data'),
  /** PostgreSQL in place of the embedded store, for several replicas: postgres://user:password@host/database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Connections to PostgreSQL for requests. */
  DATABASE_POOL: count(10, { min: 1, max: 200 }),
  /** Key that signs access tokens and cursors, at least 32 characters; the same for all replicas. */
  JWT_SECRET: z.string().min(32).optional(),
  /** Lifetime of an access token, in seconds. */
  ACCESS_TOKEN_TTL: count(900, { min: 1 }),
  /** Lifetime of a refresh token, in seconds. */
  REFRESH_TOKEN_TTL: count(30 * 24 * 3600, { min: 1 }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Origins that browsers may call from, separated by commas. */
  CORS_ORIGINS: list,
  /** Whether a trusted proxy sets X-Forwarded-For. Only then is the client's address known, and limited. */
  TRUST_PROXY: flag,
  /** Factor on every built-in rate limit; 0 switches them off. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1000).default(1),
  /** Open event streams per user. */
  STREAMS_PER_USER: count(10, { min: 1 }),
  /** Seconds between two heartbeats on an idle event stream. */
  HEARTBEAT_S: z.coerce.number().positive().max(3600).default(20),
  /** Milliseconds for requests to finish after SIGTERM. */
  DRAIN_MS: count(8000, { max: 600_000 }),
  /** Revision and version that /health reports; the image sets both. */
  REVISION: z.string().default('unknown'),
  VERSION: z.string().default('0.1.0'),
});

export type Config = Readonly<z.infer<typeof schema>>;

/** The environment is not a valid configuration. The message names each wrong variable and never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration. An empty variable counts as unset.
 * @throws ConfigError that names each wrong variable and the expected value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigError(`The configuration is wrong.\n${lines.join('\n')}`);
  }
  if (parsed.data.DATABASE_URL !== undefined && parsed.data.JWT_SECRET === undefined)
    throw new ConfigError(
      'The configuration is wrong.\nJWT_SECRET: required with DATABASE_URL, at least 32 characters',
    );
  return parsed.data;
}
