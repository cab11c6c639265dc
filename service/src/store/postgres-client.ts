import pg from 'pg';

/** How to reach PostgreSQL, and how long to wait for it. */
export interface PostgresOptions {
  readonly url: string;
  /** The most connections for requests. @default 10 */
  readonly connections?: number;
  /** How long a request waits for a connection, in milliseconds, before it is refused. @default 3000 */
  readonly connectionWithinMs?: number;
  /** How long one statement of a request may take, in milliseconds. @default 10000 */
  readonly statementWithinMs?: number;
  /** Called when an idle connection fails. */
  readonly onError?: (error: Error) => void;
}

/** Parses 8-byte integers as numbers: all values here are below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/** The options of every connection; `statementWithinMs` is the time that one statement may take. */
export function clientOptions({
  url,
  connectionWithinMs = 3000,
  statementWithinMs = 10_000,
}: PostgresOptions): pg.ClientConfig {
  return {
    connectionString: url,
    types,
    connectionTimeoutMillis: connectionWithinMs,
    statement_timeout: statementWithinMs,
    // The server ends a statement first, with an error that says so.
    query_timeout: statementWithinMs + 2000,
    keepAlive: true,
  };
}
