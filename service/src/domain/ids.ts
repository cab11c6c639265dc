import { randomUUID } from 'node:crypto';

/**
 * A new UUIDv7 (RFC 9562, section 5.7): 48 bits of time, then random bits, so that new rows land at an index's end.
 * The random bits and the variant are a UUIDv4's, of which Node keeps a supply: to ask for bytes each time is slower.
 * Its order is nearly, and not exactly, the order of commits: nothing pages by it alone.
 * @param nowMs the time in milliseconds since 1970, UTC
 */
export function newId(nowMs: number): string {
  const time = Math.trunc(nowMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The key that both directions of a pair share, so that two people have one direct conversation. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}

/** The other person of a direct conversation, or null where `pair` is that of a group (null). */
export function otherOf(pair: string | null, userId: string): string | null {
  if (pair === null) return null;
  const [one = '', other = ''] = pair.split(':');
  return one === userId ? other : one;
}
