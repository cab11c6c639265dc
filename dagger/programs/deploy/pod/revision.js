// @ts-check
/* Where a health answer names the revision. Used in pods, by any Node from 18 on, and by the programs. Decides from data alone. */

/**
 * @import { RevisionPlace } from '../../../src/project/settings/revision-place.ts'
 */

/** Longest name of a revision that is taken for one; it has no control characters either. */
const longest = 200;

/**
 * The revision that an answer names; undefined of an answer of any other shape.
 * @param {{ body: string, header: (name: string) => unknown }} answer
 * @param {RevisionPlace} place
 * @returns {string | undefined}
 */
export function revisionIn({ body, header }, { header: name, pointer = '/revision' }) {
  const found = name === undefined ? valueAt(parsed(body), pointer) : header(name);
  const text = typeof found === 'number' ? String(found) : found;
  if (typeof text !== 'string') return undefined;
  const plain = text.trim();
  return plain.length <= longest && /^\P{C}+$/u.test(plain) ? plain : undefined;
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value at a JSON pointer (RFC 6901, 4); undefined where there is none.
 * @param {unknown} value
 * @param {string} pointer
 * @returns {unknown}
 */
function valueAt(value, pointer) {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce(
      (/** @type {unknown} */ place, key) =>
        typeof place === 'object' && place !== null && Object.prototype.hasOwnProperty.call(place, key)
          ? Reflect.get(place, key)
          : undefined,
      value,
    );
}
