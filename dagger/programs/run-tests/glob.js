// @ts-check
/** Files by a pattern, for Node 20, which has no glob of its own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

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
 * Paths of the files below a folder, without packages and git's own.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
    return ['node_modules', '.git'].includes(entry.name) ? [] : filesBelow(path);
  });
}

/**
 * Paths of the files in the working directory that a pattern matches, in order.
 * @param {string} pattern
 * @returns {string[]}
 */
export function filesMatching(pattern) {
  const expression = expressionOf(pattern);
  return filesBelow('.')
    .filter((path) => expression.test(path))
    .sort();
}
