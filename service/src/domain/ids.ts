import { randomUUID } from 'node:crypto';

/**
 * A new UUIDv7 (RFC 9562, section 5.7): 48 bits of time, then random bits, so that new rows go to the end of an index.
 * The variant and the random bits come from a UUIDv4, because Node generates those in advance, which is faster than
 * asking for random bytes each time. Ids are only roughly in the order of commits, so nothing pages by id alone.
 * @param nowMs the time in milliseconds since 1970, UTC
 */
export function newId(nowMs: number): string {
  const time = Math.trunc(nowMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The key of a pair of users, the same in both directions, so that two users share one direct conversation. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}

/** The other user of a direct conversation; null for a group, whose `pair` is null. */
export function otherOf(pair: string | null, userId: string): string | null {
  if (pair === null) return null;
  const [one = '', other = ''] = pair.split(':');
  return one === userId ? other : one;
}
