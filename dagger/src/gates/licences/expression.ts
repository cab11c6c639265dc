/**
 * Whether an SPDX licence expression is met by licences that are allowed: of `OR` one side has to be, of `AND` both; `AND`
 * binds closer, and `WITH` belongs to its licence (SPDX specification, annex "SPDX license expressions"). What is no such
 * expression is met where it is allowed as it stands.
 * @param allowed licences as the project writes them; case counts for nothing
 */
export function isAllowed(expression: string, allowed: readonly string[]): boolean {
  const known = new Set(allowed.map(plain));
  if (known.has(plain(expression))) return true;
  const tokens = plain(expression).match(/[()]|[^\s()]+/g) ?? [];
  return tokens.length > 0 && either({ tokens, place: 0 }, known);
}

interface Cursor {
  readonly tokens: readonly string[];
  place: number;
}

function either(cursor: Cursor, known: ReadonlySet<string>): boolean {
  let isMet = both(cursor, known);
  while (skipWord(cursor, 'or')) isMet = both(cursor, known) || isMet;
  return isMet;
}

function both(cursor: Cursor, known: ReadonlySet<string>): boolean {
  let isMet = one(cursor, known);
  while (skipWord(cursor, 'and')) isMet = one(cursor, known) && isMet;
  return isMet;
}

function one(cursor: Cursor, known: ReadonlySet<string>): boolean {
  if (skipWord(cursor, '(')) {
    const isMet = either(cursor, known);
    return skipWord(cursor, ')') && isMet;
  }
  const name = cursor.tokens[cursor.place] ?? '';
  cursor.place += 1;
  if (!skipWord(cursor, 'with')) return known.has(name);
  const exception = cursor.tokens[cursor.place] ?? '';
  cursor.place += 1;
  return known.has(`${name} with ${exception}`);
}

/** Steps over a word where it is the next one. */
function skipWord(cursor: Cursor, word: string): boolean {
  if (cursor.tokens[cursor.place] !== word) return false;
  cursor.place += 1;
  return true;
}

function plain(expression: string): string {
  return expression.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
