/** A value that both databases store unchanged. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** One statement, with `$1` to `$n` as its parameters. */
export interface Query {
  readonly text: string;
  readonly params: readonly Value[];
}

/**
 * A database operation: a generator that yields queries and receives their rows. SQLite runs it synchronously and
 * PostgreSQL asynchronously, so both stores share one implementation of every operation.
 */
export type Op<T> = Generator<Query, T, readonly Row[]>;

/** Runs a statement and returns its rows. */
export function* all<T extends object>(text: string, ...params: Value[]): Op<readonly T[]> {
  // The statement determines the shape of a row; the tests of the API check that the type matches it.
  return (yield { text, params }) as readonly object[] as readonly T[];
}

/** Runs a statement and returns its first row; undefined when there is none. */
export function* one<T extends object>(text: string, ...params: Value[]): Op<T | undefined> {
  const [row] = yield* all<T>(text, ...params);
  return row;
}

/** Runs a statement for its effect. */
export function* run(text: string, ...params: Value[]): Op<void> {
  yield { text, params };
}

/** The operation, held to one statement. @throws Error at a second one, before it runs */
export function* singleStatement<T>(op: () => Op<T>): Op<T> {
  const work = op();
  const first = work.next();
  if (first.done) return first.value;
  const last = work.next(yield first.value);
  if (!last.done) throw new Error('writeStatement runs one statement');
  return last.value;
}

/** The database of the service: SQLite in this process, or PostgreSQL. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Runs an operation that only reads. It is no transaction: each of its statements sees the latest commit. */
  read<T>(op: () => Op<T>): Promise<T>;
  /** Runs an operation in a transaction and resolves once it is durable. It may run again after a conflict. */
  write<T>(op: () => Op<T>): Promise<T>;
  /**
   * Runs a write of one statement, which is a transaction by itself: on PostgreSQL this saves BEGIN and COMMIT, two
   * round trips. It resolves once the write is durable, and it may run again after a conflict.
   * @throws Error at a second statement
   */
  writeStatement<T>(op: () => Op<T>): Promise<T>;
  /** Resolves when the database answers. @throws Refusal unavailable */
  ping(): Promise<void>;
  /** Finishes the queued writes and closes the database. */
  close(): Promise<void>;
}
