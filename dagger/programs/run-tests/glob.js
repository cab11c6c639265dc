// @ts-check
/** Files by a pattern, for Node 20, which has no glob of its own. */
import { filesBelow } from '../source/files-below.js';

/** What a pattern's signs mean as a regular expression; all else is itself. */
const signs = /\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[\\^$.|+()[\]{}]/g;

/**
 * The paths that a pattern matches, as a regular expression: `**` is any number of folders, `*` and `?` are parts of one
 * name, `{a,b}` is one of the two.
 * @param {string} pattern
 * @returns {RegExp}
 */
function expressionOf(pattern) {
  const source = pattern
    .replace(/^\.\//, '')
    .replace(signs, (sign, /** @type {string | undefined} */ choices) => {
      if (sign === '**/') return '(?:[^/]+/)*';
      if (sign === '**') return '.*';
      if (sign === '*') return '[^/]*';
      if (sign === '?') return '[^/]';
      if (choices === undefined) return `\\${sign}`;
      const either = choices.split(',').map((choice) => expressionOf(choice).source.slice(1, -1));
      return `(?:${either.join('|')})`;
    });
  return new RegExp(`^${source}$`);
}

/**
 * Paths of the files in the working directory that a pattern matches, in order.
 * @param {string} pattern
 * @returns {string[]}
 */
export function filesMatching(pattern) {
  const expression = expressionOf(pattern);
  return [...filesBelow('.')].filter((path) => expression.test(path)).sort();
}
