import { Refusal } from '../domain/refusal.ts';
import { leaveConversations } from './leaving.ts';
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
 * The normalised form of a name or address, by which it is unique and found: NFKC and lower case. SQL's lower() will
 * not do: it handles only ASCII on SQLite, and depends on the language of the database on PostgreSQL.
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

/** The user with this id; undefined when there is none or the account was deleted. */
export const userById = (id: string): Op<UserRow | undefined> =>
  one<UserRow>(`SELECT ${columns} FROM users WHERE id = $1 AND deleted_at IS NULL`, id);

/** The user with this e-mail address or username. When both exist, the user with the address is returned. */
export const userByLogin = (login: string): Op<UserRow | undefined> =>
  one<UserRow>(
    `SELECT ${columns} FROM users WHERE (username_key = $1 OR email_key = $1) AND deleted_at IS NULL
     ORDER BY CASE WHEN email_key = $1 THEN 0 ELSE 1 END LIMIT 1`,
    nameKey(login),
  );

/** Users whose name begins with `prefix`, in order of their names, starting after the name `after`. */
export function usersByPrefix(prefix: string, after: string, limit: number): Op<readonly UserRow[]> {
  const from = nameKey(prefix);
  return all<UserRow>(
    `SELECT ${columns} FROM users WHERE username_key >= $1 AND username_key < $2 AND username_key > $3
       AND deleted_at IS NULL ORDER BY username_key LIMIT $4`,
    ...[from, `${from}\u{10FFFF}`, after, limit],
  );
}

/** Sets the profile of a user. */
export const setProfile = (id: string, displayName: string | null, avatarUrl: string | null): Op<void> =>
  run('UPDATE users SET display_name = $2, avatar_url = $3 WHERE id = $1', id, displayName, avatarUrl);

/** Sets a new password and ends every session. */
export function* setPassword(id: string, passwordHash: string): Op<void> {
  yield* run('UPDATE users SET password_hash = $2 WHERE id = $1', id, passwordHash);
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1', id);
}

/**
 * Deletes an account: its name, address, password, sessions, blocks and memberships. Messages stay for those who
 * received them, with a sender id that no longer leads to a user.
 */
export function* removeUser(id: string, now: number): Op<void> {
  yield* leaveConversations(id);
  // No valid name or address begins with a space, so nobody can have taken this one.
  const gone = ` deleted:${id}`;
  yield* run(
    `UPDATE users SET username = $2, username_key = $2, email = $2, email_key = $2, password_hash = '',
       display_name = NULL, avatar_url = NULL, deleted_at = $3 WHERE id = $1`,
    ...[id, gone, now],
  );
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1', id);
  yield* run('DELETE FROM blocks WHERE blocker_id = $1 OR blocked_id = $1', id);
}

/** Blocks messages between two users, on behalf of `blocker`. @throws Refusal not_found */
export function* addBlock(blocker: string, blocked: string, now: number): Op<void> {
  if (!(yield* userById(blocked))) throw new Refusal('not_found');
  const text =
    'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
  yield* run(text, blocker, blocked, now);
}

/** Removes a block. @throws Refusal not_found when there was none */
export function* removeBlock(blocker: string, blocked: string): Op<void> {
  const text = 'DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2 RETURNING blocked_id';
  if (!(yield* one(text, blocker, blocked))) throw new Refusal('not_found');
}

/** Whether one of the two users has blocked the other. */
export function* blockedBetween(one_: string, other: string): Op<boolean> {
  const row = yield* one(
    `SELECT 1 AS blocked FROM blocks WHERE (blocker_id = $1 AND blocked_id = $2)
       OR (blocker_id = $2 AND blocked_id = $1) LIMIT 1`,
    ...[one_, other],
  );
  return row !== undefined;
}
