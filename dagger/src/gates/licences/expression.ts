/**
 * Whether allowed licences satisfy an SPDX licence expression: one side of `OR`, both sides of `AND`. `AND` binds
 * closer, and `WITH` belongs to its licence (SPDX specification, annex "SPDX license expressions"). A text that is no
 * such expression is satisfied if the list has it literally.
 * @param allowed licences as the project writes them; case does not matter
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

/** Skips a word if it is the next one, and returns whether it was. */
function skipWord(cursor: Cursor, word: string): boolean {
  if (cursor.tokens[cursor.place] !== word) return false;
  cursor.place += 1;
  return true;
}

function plain(expression: string): string {
  return expression.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
