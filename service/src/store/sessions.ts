import { all, one, run, type Op } from './store.ts';

export interface NewRefreshToken {
  readonly hash: string;
  readonly family: string;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Stores a refresh token's hash. */
export const addRefreshToken = ({ hash, family, userId, expiresAt }: NewRefreshToken): Op<void> =>
  run(
    'INSERT INTO refresh_tokens (hash, family, user_id, expires_at) VALUES ($1, $2, $3, $4)',
    ...[hash, family, userId, expiresAt],
  );

/** Begins a session and clears away what has expired of the user's earlier ones. */
export function* openSession(token: NewRefreshToken, now: number): Op<void> {
  yield* run('DELETE FROM refresh_tokens WHERE user_id = $1 AND expires_at <= $2', token.userId, now);
  yield* addRefreshToken(token);
}

/**
 * Exchanges a refresh token for its successor. One that was used before means that two hold it: the whole family ends
 * (RFC 9700, section 4.14.2).
 * @returns the user, or undefined when the token is unknown, expired or was used
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

/** Ends the session that the token belongs to; an unknown one changes nothing. */
export const closeSession = (hash: string): Op<void> =>
  run('DELETE FROM refresh_tokens WHERE family IN (SELECT family FROM refresh_tokens WHERE hash = $1)', hash);

/**
 * How long a used token is kept, by which its second use is recognised. After that a second use is refused like that of
 * any unknown token, without an end to the session.
 */
export const usedKeptMs = 7 * 24 * 3600 * 1000;
/** Tokens cleared away by one statement: what has piled up must not hold others up, or run out of its time. */
export const tokensAtOnce = 1000;

/** Clears away tokens that have expired or were used long ago, some at a time. @returns how many */
export function* forgetTokens(now: number): Op<number> {
  const gone = yield* all(
    `DELETE FROM refresh_tokens WHERE hash IN (
       SELECT hash FROM refresh_tokens WHERE expires_at <= $1 OR used_at <= $2 LIMIT $3) RETURNING hash`,
    ...[now, now - usedKeptMs, tokensAtOnce],
  );
  return gone.length;
}
