import pg from 'pg';
import { Refusal } from '../domain/refusal.ts';
import { clientOptions, type PostgresOptions } from './postgres-client.ts';
import { asRefusal, isConflict } from './postgres-errors.ts';
import { migrate } from './postgres-migration.ts';
import { WriteConflictError } from './send.ts';
import { singleStatement, type Op, type Query, type Row, type Store } from './store.ts';

/** How often an operation is tried when it conflicts with another. */
const maxTries = 8;

/** The store for several replicas: a pool of connections on which each statement is prepared once. */
export class PostgresStore implements Store {
  readonly kind = 'postgres';
  readonly #pool: pg.Pool;
  /** One connection for health checks, so that they never wait for requests. */
  readonly #healthPool: pg.Pool;
  readonly #names = new Map<string, string>();

  private constructor(options: PostgresOptions) {
    const { connections = 10, onError = () => undefined } = options;
    const shared = { ...clientOptions(options), idle_in_transaction_session_timeout: 10_000 };
    this.#pool = new pg.Pool({ ...shared, max: connections });
    this.#healthPool = new pg.Pool({ ...shared, max: 1 });
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
        const conflict = error instanceof WriteConflictError || isConflict(error);
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
