import { all, one, run, type Op } from './store.ts';

export interface NewRefreshToken {
  readonly hash: string;
  readonly family: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Stores the hash of a refresh token. */
export const addRefreshToken = ({ hash, family, userId, expiresAt }: NewRefreshToken): Op<void> =>
  run(
    'INSERT INTO refresh_tokens (hash, family, user_id, expires_at) VALUES ($1, $2, $3, $4)',
    ...[hash, family, userId, expiresAt],
  );

/** Starts a session and deletes the expired refresh tokens of the user. */
export function* openSession(token: NewRefreshToken, now: number): Op<void> {
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1 AND expires_at <= $2', token.userId, now);
  yield* addRefreshToken(token);
}

/**
 * Exchanges a refresh token for its successor. A second use means that two clients have it, so the session ends: all
 * tokens of the family are deleted (RFC 9700, section 4.14.2).
 * @returns the user's id, or undefined when the token is unknown, expired or used
 */
export function* rotate(
  hash: string,
  next: Pick<NewRefreshToken, 'hash' | 'expiresAt'>,
  now: number,
): Op<string | undefined> {
  const used = yield* one<{ family: string; user_id: string }>(
    `UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2
     RETURNING family, user_id`,
    ...[hash, now],
  );
  if (!used) {
    yield* run(
      'DELETE FROM refresh_tokens WHERE family IN (SELECT family FROM refresh_tokens WHERE hash = $1)',
      hash,
    );
    return undefined;
  }
  yield* addRefreshToken({ ...next, family: used.family, userId: used.user_id });
  return used.user_id;
}

/** Ends the session of a refresh token. An unknown token changes nothing. */
export const closeSession = (hash: string): Op<void> =>
  run('DELETE FROM refresh_tokens WHERE family IN (SELECT family FROM refresh_tokens WHERE hash = $1)', hash);

/**
 * How long a used token is kept, in milliseconds, to recognise a second use. After that a second use is refused like an
 * unknown token, and the session goes on.
 */
export const usedKeptMs = 7 * 24 * 3600 * 1000;
/** How many tokens one statement deletes, so that a large backlog neither blocks requests nor times out. */
export const tokensAtOnce = 1000;

/** Deletes up to `tokensAtOnce` tokens that have expired or were used long ago. @returns how many */
export function* forgetTokens(now: number): Op<number> {
  const gone = yield* all(
    `DELETE FROM refresh_tokens WHERE hash IN (
       SELECT hash FROM refresh_tokens WHERE expires_at <= $1 OR used_at <= $2 LIMIT $3) RETURNING hash`,
    ...[now, now - usedKeptMs, tokensAtOnce],
  );
  return gone.length;
}
