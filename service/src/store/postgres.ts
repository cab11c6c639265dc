import pg from 'pg';
import { Refusal } from '../domain/refusal.ts';
import { migrations } from './migrations.ts';
import { WriteConflict } from './send.ts';
import { singleStatement, type Op, type Query, type Row, type Store } from './store.ts';

/** How often work that lost against other work is tried again. */
const maxTries = 8;
/** serialization_failure and deadlock_detected: the same work may succeed the next time (PostgreSQL, appendix A). */
const again = new Set(['40001', '40P01']);
/** States that pass: shutdown, crash, starting up, too many connections, read-only after a failover, timeout. */
const passing = /^(08...|57P0[1-5]|57014|53...|25006)$/;
/** Any number will do, if every replica has the same: who migrates holds this lock. */
const migrationLock = 7_318_349_394;

/** How long one statement of a migration may take, and the wait for another replica's: tables can be large. */
const migrateWithinMs = 600_000;

/** 8-byte integers as numbers: every one of ours is below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function asRefusal(error: unknown): Error {
  if (error instanceof Refusal) return error;
  const broken = error instanceof pg.DatabaseError ? passing.test(codeOf(error)) : isBroken(error);
  if (broken) return new Refusal('unavailable', { cause: error, retryAfterS: 1 });
  return error instanceof Error ? error : new Error('the store failed', { cause: error });
}

/** A connection that failed: the system's own codes, and what pg says without a code. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  (/^E[A-Z]+$/.test(codeOf(error)) ||
    /terminated|timeout|timed out|not queryable|ended/i.test(error.message));

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most. @default 10 */
  readonly connections?: number;
  /** How long work waits for one of them, in milliseconds, before it is refused. @default 3000 */
  readonly connectionWithinMs?: number;
  /** How long one statement of a request may take, in milliseconds. @default 10000 */
  readonly statementWithinMs?: number;
  /** Told of connections that fail while nobody uses them. */
  readonly onError?: (error: Error) => void;
}

/** The store for several replicas: a pool of connections, each statement prepared once per connection. */
export class PostgresStore implements Store {
  readonly kind = 'postgres';
  readonly #pool: pg.Pool;
  /** One connection for the question whether the database answers: it waits behind no request's work. */
  readonly #pulse: pg.Pool;
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
    this.#pulse = new pg.Pool({ ...options, max: 1 });
    for (const pool of [this.#pool, this.#pulse]) pool.on('error', onError);
  }

  /** Connects and brings the schema up to date; replicas that start together take turns. */
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
        // The first error counts; a connection that cannot roll back is thrown away by whoever gave it.
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
      await this.#pulse.query('SELECT 1 AS up');
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async close(): Promise<void> {
    const open = [this.#pool, this.#pulse].filter((pool) => !pool.ended);
    await Promise.all(open.map((pool) => pool.end()));
  }

  async #retry<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    for (let time = 1; ; time += 1) {
      try {
        return await this.#withClient(work);
      } catch (error) {
        const conflict = error instanceof WriteConflict || again.has(codeOf(error));
        if (!conflict || time === maxTries) throw asRefusal(error);
      }
    }
  }

  async #withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken = false;
    // A connection that dies while it is lent out says so by an event, which nobody else listens to.
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
        error instanceof WriteConflict
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

/** Brings the schema up to date on a connection of its own: the bounds of requests are not for this. */
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
    // The first error counts; a connection that broke cannot be ended in order.
    await client.end().catch(() => undefined);
  }
}
