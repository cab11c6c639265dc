import { Refusal } from '../domain/refusal.ts';
import { withdraw } from './leaving.ts';
import { all, one, run, type Op } from './store.ts';

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly password_hash: string;
  readonly display_name: string | null;
  readonly avatar_url: string | null;
  readonly created_at: number;
}

/**
 * The form of a name or address by which it is unique and found: composed, lower case. Made here and not by SQL's
 * lower(), which knows ASCII alone on SQLite and the database's language on PostgreSQL.
 */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase();

const columns = 'id, username, email, password_hash, display_name, avatar_url, created_at';

/** Adds a user. @throws Refusal username_taken, email_taken */
export function* addUser(user: UserRow): Op<void> {
  const { id, username, email, password_hash, display_name, avatar_url, created_at } = user;
  const added = yield* one(
    `INSERT INTO users (id, username, username_key, email, email_key, password_hash, display_name, avatar_url,
      created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
    ...[id, username, nameKey(username), email, nameKey(email), password_hash, display_name, avatar_url],
    created_at,
  );
  if (added) return;
  const named = yield* one('SELECT id FROM users WHERE username_key = $1', nameKey(username));
  throw new Refusal(named ? 'username_taken' : 'email_taken');
}

/** The user with this id, undefined when there is none or the account was deleted. */
export const userById = (id: string): Op<UserRow | undefined> =>
  one<UserRow>(`SELECT ${columns} FROM users WHERE id = $1 AND deleted_at IS NULL`, id);

/** The user who logs in with this e-mail address or username: an address is its owner's, whoever has it for a name. */
export const userByLogin = (login: string): Op<UserRow | undefined> =>
  one<UserRow>(
    `SELECT ${columns} FROM users WHERE (username_key = $1 OR email_key = $1) AND deleted_at IS NULL
     ORDER BY CASE WHEN email_key = $1 THEN 0 ELSE 1 END LIMIT 1`,
    nameKey(login),
  );

/** Users whose name begins with `prefix`, in the order of their names, after the name `after`. */
export function usersByPrefix(prefix: string, after: string, limit: number): Op<readonly UserRow[]> {
  const from = nameKey(prefix);
  return all<UserRow>(
    `SELECT ${columns} FROM users WHERE username_key >= $1 AND username_key < $2 AND username_key > $3
       AND deleted_at IS NULL ORDER BY username_key LIMIT $4`,
    ...[from, `${from}\u{10FFFF}`, after, limit],
  );
}

/** Sets what a user shows of himself. */
export const setProfile = (id: string, displayName: string | null, avatarUrl: string | null): Op<void> =>
  run('UPDATE users SET display_name = $2, avatar_url = $3 WHERE id = $1', id, displayName, avatarUrl);

/** Sets a new password and ends every session. */
export function* setPassword(id: string, passwordHash: string): Op<void> {
  yield* run('UPDATE users SET password_hash = $2 WHERE id = $1', id, passwordHash);
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1', id);
}

/**
 * Takes a person out of the service: name, address, password, sessions, blocks and places in conversations go; the
 * messages stay for those who got them, and their sender's id leads nowhere.
 */
export function* removeUser(id: string, now: number): Op<void> {
  yield* withdraw(id);
  // No name and no address begins with a space: nobody can have taken this one first.
  const gone = ` deleted:${id}`;
  yield* run(
    `UPDATE users SET username = $2, username_key = $2, email = $2, email_key = $2, password_hash = '',
       display_name = NULL, avatar_url = NULL, deleted_at = $3 WHERE id = $1`,
    ...[id, gone, now],
  );
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1', id);
  yield* run('DELETE FROM blocks WHERE blocker_id = $1 OR blocked_id = $1', id);
}

/** Notes that one user wants to hear nothing from another. @throws Refusal not_found */
export function* addBlock(blocker: string, blocked: string, now: number): Op<void> {
  if (!(yield* userById(blocked))) throw new Refusal('not_found');
  const text =
    'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
  yield* run(text, blocker, blocked, now);
}

/** Takes a block back. @throws Refusal not_found when there was none */
export function* removeBlock(blocker: string, blocked: string): Op<void> {
  const text = 'DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2 RETURNING blocked_id';
  if (!(yield* one(text, blocker, blocked))) throw new Refusal('not_found');
}

/** Whether one of the two has blocked the other. */
export function* blockedBetween(one_: string, other: string): Op<boolean> {
  const row = yield* one(
    `SELECT 1 AS blocked FROM blocks WHERE (blocker_id = $1 AND blocked_id = $2)
       OR (blocker_id = $2 AND blocked_id = $1) LIMIT 1`,
    ...[one_, other],
  );
  return row !== undefined;
}
