import { randomBytes } from 'node:crypto';

/**
 * A new UUIDv7 (RFC 9562, section 5.7): 48 bits of time, then random bits, so that new rows land at an index's end.
 * Its order is nearly, and not exactly, the order of commits: nothing pages by it alone.
 * @param nowMs the time in milliseconds since 1970, UTC
 */
export function newId(nowMs: number): string {
  const time = Math.trunc(nowMs).toString(16).padStart(12, '0');
  const random = randomBytes(10);
  random.writeUInt8((random.readUInt8(0) & 0x0f) | 0x70, 0);
  random.writeUInt8((random.readUInt8(2) & 0x3f) | 0x80, 2);
  const rest = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8)}`;
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
