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
  /** Folder of the embedded store and its secret. */
  DATA_DIR: z.string().min(1).default('data'),
  /** PostgreSQL, for more than one replica: postgres://user:password@host/database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Connections to PostgreSQL. */
  DATABASE_POOL: count(10, { min: 1, max: 200 }),
  /** Key of access tokens and cursors, 32 characters or more; the same for all replicas. */
  JWT_SECRET: z.string().min(32).optional(),
  /** Life of an access token, in seconds. */
  ACCESS_TOKEN_TTL: count(900, { min: 1 }),
  /** Life of a refresh token, in seconds. */
  REFRESH_TOKEN_TTL: count(30 * 24 * 3600, { min: 1 }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Origins that browsers may call from, separated by commas. */
  CORS_ORIGINS: list,
  /** Whether a proxy in front sets X-Forwarded-For; only then is the address known, and limited. */
  TRUST_PROXY: flag,
  /** Requests of a user and kind per minute, as a factor on the built-in limits; 0 switches them off. */
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1000).default(1),
  /** Event streams of one user. */
  STREAMS_PER_USER: count(10, { min: 1 }),
  /** Seconds between two signs of life on an event stream. */
  HEARTBEAT_S: z.coerce.number().positive().max(3600).default(20),
  /** Milliseconds for requests to finish after SIGTERM. */
  DRAIN_MS: count(8000, { max: 600_000 }),
  /** What /health reports; baked into the image. */
  REVISION: z.string().default('unknown'),
  VERSION: z.string().default('0.1.0'),
});

export type Config = Readonly<z.infer<typeof schema>>;

/** The environment does not make a configuration; the message names each variable, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration; an empty variable counts as none.
 * @throws ConfigError naming each variable and what was expected
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
      'The configuration is wrong.\nJWT_SECRET: needed with DATABASE_URL, 32 characters or more',
    );
  return parsed.data;
}
