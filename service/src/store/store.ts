/** A value that both databases store as it is. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** One statement, with `$1` to `$n` as its parameters. */
export interface Query {
  readonly text: string;
  readonly params: readonly Value[];
}

/**
 * A piece of work on the database: a generator that hands out queries and is given their rows. The same one is driven
 * synchronously on SQLite, inside a shared transaction, and asynchronously on PostgreSQL.
 */
export type Op<T> = Generator<Query, T, readonly Row[]>;

/** Asks for all rows of a statement. */
export function* all<T extends object>(text: string, ...params: Value[]): Op<readonly T[]> {
  // The shape of a row is fixed by the statement beside the call; the contract suite holds the two together.
  return (yield { text, params }) as readonly object[] as readonly T[];
}

/** Asks for the first row of a statement, undefined when there is none. */
export function* one<T extends object>(text: string, ...params: Value[]): Op<T | undefined> {
  const [row] = yield* all<T>(text, ...params);
  return row;
}

/** Runs a statement for its effect. */
export function* run(text: string, ...params: Value[]): Op<void> {
  yield { text, params };
}

/** A statement that stands for a whole write on an engine where round trips cost more than clever SQL. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Runs work that only reads. */
  read<T>(op: () => Op<T>): Promise<T>;
  /** Runs work in a transaction; resolves after it is durable. The work may be run again after a conflict. */
  write<T>(op: () => Op<T>): Promise<T>;
  /** Resolves when the database answers. @throws Refusal unavailable */
  ping(): Promise<void>;
  /** Lets what is queued end and lets go of the database. */
  close(): Promise<void>;
}
