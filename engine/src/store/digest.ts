import { createHash, type Hash } from 'node:crypto';

/** A value of which a digest can be taken: plain data. An absent member of an object counts as not there. */
export type Digestible =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Digestible[]
  | { readonly [name: string]: Digestible };

/**
 * The SHA-256 of plain data, the same on every machine and in every process: each part carries a tag for its kind and
 * its length, and members of objects are taken in the order of their names, so that two different values never feed the
 * same bytes.
 *
 * @returns 64 hexadecimal characters.
 */
export function digestOf(value: Digestible): string {
  const hash = createHash('sha256');
  feed(hash, value);
  return hash.digest('hex');
}

function feed(hash: Hash, value: Digestible): void {
  if (value === null || value === undefined) {
    hash.update('n;');
  } else if (typeof value === 'string') {
    hash.update(`s${Buffer.byteLength(value)}:`).update(value);
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    hash.update(`${typeof value === 'number' ? 'd' : 'b'}${value};`);
  } else if (isList(value)) {
    hash.update(`l${value.length}:`);
    for (const item of value) feed(hash, item);
  } else {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    hash.update(`o${members.length}:`);
    for (const [name, member] of members) {
      feed(hash, name);
      feed(hash, member);
    }
  }
}

function isList(value: Digestible): value is readonly Digestible[] {
  return Array.isArray(value);
}
