/** Most alternatives that braces of a pattern may give. */
const mostAlternatives = 64;

/**
 * Whether a folder matches a pattern of workspaces: `*` for a name or a part of one, `**` for any folders, `{a,b}` for
 * alternatives (npm's minimatch; pnpm, yarn and bun take these, too). Names that begin with a dot are only matched by
 * a pattern that begins with one, as in all of them.
 *
 * The time is bounded by the product of the lengths, so that no pattern of a stranger holds up a run.
 */
export function matchesGlob(pattern: string, folder: string): boolean {
  return alternatives(normalGlob(pattern)).some((one) => matchesAll(one.split('/'), folder.split('/')));
}

/** A pattern without what does not matter: `./packages/*\/` is `packages/*`. */
export function normalGlob(pattern: string): string {
  return pattern
    .trim()
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/\/{2,}/g, '/');
}

/** The patterns that braces stand for. */
function alternatives(pattern: string): string[] {
  let patterns = [pattern];
  for (;;) {
    const next = patterns.flatMap(oneBrace);
    if (next.length === patterns.length || next.length > mostAlternatives) return patterns;
    patterns = next;
  }
}

function oneBrace(pattern: string): string[] {
  const match = /^([^{}]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern);
  if (match === null) return [pattern];
  const [, before = '', inside = '', after = ''] = match;
  return inside.split(',').map((one) => `${before}${one}${after}`);
}

/** Follows all places in the pattern at once that the names read so far could have led to. */
function matchesAll(pattern: readonly string[], names: readonly string[]): boolean {
  let places = skipStars(pattern, new Set([0]));
  for (const name of names) {
    const next = new Set<number>();
    for (const place of places) {
      const part = pattern[place];
      if (part === undefined) continue;
      if (part === '**') {
        if (!name.startsWith('.')) next.add(place);
      } else if (matchesName(part, name)) next.add(place + 1);
    }
    places = skipStars(pattern, next);
  }
  return places.has(pattern.length);
}

/** The places with those behind each `**`, which may stand for no folder. */
function skipStars(pattern: readonly string[], places: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(places);
  for (const place of all) {
    if (pattern[place] === '**') all.add(place + 1);
  }
  return all;
}

/** Whether a name matches a part of a pattern: on a mismatch, the last `*` takes one letter more. */
function matchesName(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  let [at, read, star, from] = [0, 0, -1, 0];
  while (read < name.length) {
    if (part[at] === '*') [star, from, at] = [at, read, at + 1];
    else if (at < part.length && (part[at] === '?' || part[at] === name[read]))
      [at, read] = [at + 1, read + 1];
    else if (star >= 0) [from, at, read] = [from + 1, star + 1, from + 1];
    else return false;
  }
  return /^\**$/.test(part.slice(at));
}
