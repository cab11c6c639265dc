import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Refusal } from '../domain/refusal.ts';
import { migrations } from './migrations.ts';
import { singleStatement, type Op, type Query, type Row, type Store } from './store.ts';

interface QueuedWrite {
  /** Runs the operation inside the open transaction and keeps its outcome. */
  run(): void;
  /** Settles the caller's promise: with the outcome, or with the failure of the whole transaction. */
  settle(failure: unknown): void;
}

/** SQLite's temporary result codes (low byte): BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL. */
const temporary = new Set([5, 6, 8, 10, 13, 14, 15]);

function asRefusal(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('the store failed', { cause: error });
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error;
  return temporary.has(error.errcode & 0xff)
    ? new Refusal('unavailable', { cause: error, retryAfterS: 1 })
    : error;
}

const statement = (text: string): Query => ({ text, params: [] });
const begin = statement('BEGIN IMMEDIATE');
const commit = statement('COMMIT');
const savepoint = statement('SAVEPOINT work');
const release = statement('RELEASE work');

/**
 * The embedded store: one file, one connection, one process. Writes of the same turn of the event loop share
 * one transaction and one fsync (group commit). Each is a savepoint, so that a failed write rolls back only itself.
 */
export class SqliteStore implements Store {
  readonly kind = 'sqlite';
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #queue: QueuedWrite[] = [];
  #closed = false;

  /** @param path the file, or ':memory:' */
  constructor(path: string) {
    this.#db = new DatabaseSync(path, { timeout: 2000 });
    // FULL: a commit returns after fsync, so that acknowledged writes survive a power cut (sqlite.org/pragma.html).
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    this.#db.exec('PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000');
    this.#migrate();
  }

  read<T>(op: () => Op<T>): Promise<T> {
    try {
      return Promise.resolve(this.#drive(op));
    } catch (error) {
      return Promise.reject(asRefusal(error));
    }
  }

  write<T>(op: () => Op<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Refusal('unavailable', { retryAfterS: 1 }));
    return new Promise<T>((resolve, reject) => {
      let settle = () => {
        reject(new Error('the operation was never run'));
      };
      this.#queue.push({
        run: () => {
          const outcome = this.#inSavepoint(op);
          settle = () => {
            if ('error' in outcome) reject(asRefusal(outcome.error));
            else resolve(outcome.value);
          };
        },
        settle: (failure) => {
          if (failure === undefined) settle();
          else reject(asRefusal(failure));
        },
      });
      if (this.#queue.length === 1) setImmediate(() => this.#flush());
    });
  }

  writeStatement<T>(op: () => Op<T>): Promise<T> {
    return this.write(() => singleStatement(op));
  }

  ping(): Promise<void> {
    return this.read(function* () {
      yield { text: 'SELECT 1 AS up', params: [] };
    });
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#flush();
      this.#closed = true;
      this.#statements.clear();
      this.#db.close();
    }
    return Promise.resolve();
  }

  #flush(): void {
    const batch = this.#queue;
    this.#queue = [];
    if (batch.length === 0) return;
    let failure: unknown;
    try {
      this.#rows(begin);
      for (const waiting of batch) waiting.run();
      this.#rows(commit);
    } catch (error) {
      failure = error;
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    }
    for (const waiting of batch) waiting.settle(failure);
  }

  #inSavepoint<T>(op: () => Op<T>): { value: T } | { error: unknown } {
    this.#rows(savepoint);
    try {
      const value = this.#drive(op);
      this.#rows(release);
      return { value };
    } catch (error) {
      // SQLite has already rolled back the transaction, for instance on a full disk: the whole batch fails.
      if (!this.#db.isTransaction) throw error;
      this.#db.exec('ROLLBACK TO work; RELEASE work');
      return { error };
    }
  }

  #drive<T>(op: () => Op<T>): T {
    const work = op();
    let step = work.next();
    while (!step.done) step = work.next(this.#rows(step.value));
    return step.value;
  }

  #rows({ text, params }: Query): readonly Row[] {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#db.prepare(text.replaceAll(/\$(\d+)/g, '?$1'));
      this.#statements.set(text, statement);
    }
    return statement.all(...params) as readonly Row[];
  }

  #migrate(): void {
    this.#db.exec('CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)');
    this.#db.exec('BEGIN IMMEDIATE');
    const done = new Set(
      this.#db
        .prepare('SELECT number FROM migrations')
        .all()
        .map((row) => row['number']),
    );
    for (const { number, name, sql } of migrations()) {
      if (done.has(number)) continue;
      this.#db.exec(sql);
      this.#db.prepare('INSERT INTO migrations VALUES (?, ?)').run(number, name);
    }
    this.#db.exec('COMMIT');
  }
}
