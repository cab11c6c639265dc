import pg from 'pg';
import { Refusal } from '../domain/refusal.ts';

/** serialization_failure and deadlock_detected: a retry may succeed (PostgreSQL, appendix A). */
const conflictCodes = new Set(['40001', '40P01']);
/** Temporary states: shutdown, crash, starting up, too many connections, read-only after a failover, timeout. */
const temporary = /^(08...|57P0[1-5]|57014|53...|25006)$/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether PostgreSQL reports a conflict with another operation, so that a retry may succeed. */
export const isConflict = (error: unknown): boolean => conflictCodes.has(codeOf(error));

/** The error for the caller: a refusal when the database is away for the moment, else the error itself. */
export function asRefusal(error: unknown): Error {
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
