import pg from 'pg';
import { Refusal } from '../domain/refusal.ts';
import { migrations } from './migrations.ts';
import { WriteConflictError } from './send.ts';
import { singleStatement, type Op, type Query, type Row, type Store } from './store.ts';

/** How often an operation is tried when it conflicts with another. */
const maxTries = 8;
/** serialization_failure and deadlock_detected: a retry may succeed (PostgreSQL, appendix A). */
const conflictCodes = new Set(['40001', '40P01']);
/** Temporary states: shutdown, crash, starting up, too many connections, read-only after a failover, timeout. */
const temporary = /^(08...|57P0[1-5]|57014|53...|25006)$/;
/** The advisory lock that a replica holds while it migrates; any number will do if all replicas use the same. */
const migrationLock = 7_318_349_394;

/** How long one statement of a migration, or the wait for another replica's, may take: tables can be large. */
const migrateWithinMs = 600_000;

/** Parses 8-byte integers as numbers: all values here are below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function asRefusal(error: unknown): Error {
  if (error instanceof Refusal) return error;
  const broken = error instanceof pg.DatabaseError ? temporary.test(codeOf(error)) : isBroken(error);
  if (broken) return new Refusal('unavailable', { cause: error, retryAfterS: 1 });
  return error instanceof Error ? error : new Error('the store failed', { cause: error });
}

/** Whether a connection failed: by the codes of the operating system, or by the messages of pg that have no code. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  (/^E[A-Z]+$/.test(codeOf(error)) ||
    /terminated|timeout|timed out|not queryable|ended/i.test(error.message));

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

/** The store for several replicas: a pool of connections on which each statement is prepared once. */
export class PostgresStore implements Store {
  readonly kind = 'postgres';
  readonly #pool: pg.Pool;
  /** One connection for health checks, so that they never wait for requests. */
  readonly #healthPool: pg.Pool;
  readonly #names = new Map<string, string>();

  private constructor({
    url,
    connections = 10,
    connectionWithinMs = 3000,
    statementWithinMs = 10_000,
    onError = () => undefined,
  }: PostgresOptions) {
    const options = {
      connectionString: url,
      types,
      connectionTimeoutMillis: connectionWithinMs,
      statement_timeout: statementWithinMs,
      query_timeout: statementWithinMs + 2000,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
    };
    this.#pool = new pg.Pool({ ...options, max: connections });
    this.#healthPool = new pg.Pool({ ...options, max: 1 });
    for (const pool of [this.#pool, this.#healthPool]) pool.on('error', onError);
  }

  /** Migrates the schema and opens the store. Replicas that start at the same time migrate one after another. */
  static async open(options: PostgresOptions): Promise<PostgresStore> {
    try {
      await migrate(options);
    } catch (error) {
      throw asRefusal(error);
    }
    return new PostgresStore(options);
  }

  read<T>(op: () => Op<T>): Promise<T> {
    return this.#retry((client) => this.#drive(client, op));
  }

  write<T>(op: () => Op<T>): Promise<T> {
    return this.#retry(async (client) => {
      await client.query('BEGIN');
      try {
        const value = await this.#drive(client, op);
        await client.query('COMMIT');
        return value;
      } catch (error) {
        // The first error is the one to report; the pool discards a connection that cannot roll back.
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  writeStatement<T>(op: () => Op<T>): Promise<T> {
    return this.#retry((client) => this.#drive(client, () => singleStatement(op)));
  }

  async ping(): Promise<void> {
    try {
      await this.#healthPool.query('SELECT 1 AS up');
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async close(): Promise<void> {
    const open = [this.#pool, this.#healthPool].filter((pool) => !pool.ended);
    await Promise.all(open.map((pool) => pool.end()));
  }

  async #retry<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    for (let time = 1; ; time += 1) {
      try {
        return await this.#withClient(work);
      } catch (error) {
        const conflict = error instanceof WriteConflictError || conflictCodes.has(codeOf(error));
        if (!conflict || time === maxTries) throw asRefusal(error);
      }
    }
  }

  async #withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken = false;
    // The pool does not listen for errors of a connection that is in use.
    const onError = () => {
      broken = true;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      broken ||= !(
        error instanceof pg.DatabaseError ||
        error instanceof Refusal ||
        error instanceof WriteConflictError
      );
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async #drive<T>(client: pg.PoolClient, op: () => Op<T>): Promise<T> {
    const work = op();
    let step = work.next();
    while (!step.done) step = work.next(await this.#rows(client, step.value));
    return step.value;
  }

  async #rows(client: pg.PoolClient, { text, params }: Query): Promise<readonly Row[]> {
    let name = this.#names.get(text);
    if (name === undefined) {
      name = `q${String(this.#names.size)}`;
      this.#names.set(text, name);
    }
    return (await client.query<Row>({ name, text, values: [...params] })).rows;
  }
}

/** Migrates the schema on its own connection, without the time limits of requests. */
async function migrate({ url, connectionWithinMs = 3000, onError = () => undefined }: PostgresOptions) {
  const client = new pg.Client({
    connectionString: url,
    types,
    connectionTimeoutMillis: connectionWithinMs,
    statement_timeout: migrateWithinMs,
    query_timeout: migrateWithinMs + 2000,
    keepAlive: true,
  });
  client.on('error', onError);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)',
    );
    const { rows } = await client.query<{ number: number }>('SELECT number FROM migrations');
    const done = new Set(rows.map((row) => row.number));
    for (const { number, name, sql } of migrations()) {
      if (done.has(number)) continue;
      await client.query(sql.replaceAll('/*C*/', 'COLLATE "C"'));
      await client.query('INSERT INTO migrations VALUES ($1, $2)', [number, name]);
    }
    await client.query('COMMIT');
  } finally {
    // The first error is the one to report; a broken connection cannot be closed properly.
    await client.end().catch(() => undefined);
  }
}
