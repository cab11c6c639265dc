/** Major, minor and patch number. */
type Numbers = readonly [number, number, number];

/** Versions from the first, included, to the second, not included. */
interface Span {
  readonly from: Numbers;
  readonly below: Numbers;
}

/** A range of versions, as spans of which each admits versions. */
export type VersionRange = readonly Span[];

/** Longest range that is read, in UTF-16 code units. */
const longestRange = 300;

const lowest: Numbers = [0, 0, 0];
const beyond: Numbers = [Infinity, 0, 0];
const all: Span = { from: lowest, below: beyond };

/**
 * A range in npm's notation: `>=20`, `^20.18.1 || >=22`, `22.x`, `~22.1`, `20 - 22`, `*` (npm's node-semver, README,
 * "Ranges"). Prereleases count as their release, since the question is of majors.
 *
 * The reader of advisories (`gates/audit/version-range.ts`) is another one: for it, what it cannot read is affected.
 * @returns undefined for what is no such range: `latest`, `workspace:*`, an address
 */
export function parseRange(text: string): VersionRange | undefined {
  if (text.length > longestRange) return undefined;
  const spans = text.split('||').map((part) => alternative(part.trim()));
  const read = spans.filter((span) => span !== undefined);
  return read.length < spans.length ? undefined : read.filter(({ from, below }) => order(from, below) < 0);
}

/** Whether some version of a major is in a range. */
export function admits(range: VersionRange, major: number): boolean {
  return range.some(
    ({ from, below }) => order(from, [major + 1, 0, 0]) < 0 && order([major, 0, 0], below) < 0,
  );
}

/** The only major in a range: 9 for `^9.1.0`; undefined for a range with none or several. */
export function onlyMajor(range: VersionRange | undefined): number | undefined {
  const majors = new Set(range?.flatMap(({ from, below }) => [from[0], highestMajor(below)]));
  const [major] = majors;
  return majors.size === 1 ? major : undefined;
}

/** The lowest major in a range; undefined for a range with no version. */
export function lowestMajor(range: VersionRange): number | undefined {
  return range.length === 0 ? undefined : Math.min(...range.map(({ from }) => from[0]));
}

function highestMajor([major, minor, patch]: Numbers): number {
  return minor === 0 && patch === 0 ? major - 1 : major;
}

/** What stands between two `||`: a range by a hyphen, or comparators that all hold. */
function alternative(text: string): Span | undefined {
  const [low, high, ...more] = text.split(/\s+-\s+/);
  if (low !== undefined && high !== undefined && more.length === 0) {
    return both(comparator(`>=${low}`), comparator(`<=${high}`));
  }
  const words = text.replace(/([<>=~^])\s+/g, '$1').split(/\s+/);
  return words.reduce<Span | undefined>((span, word) => both(span, comparator(word)), all);
}

function both(one: Span | undefined, other: Span | undefined): Span | undefined {
  if (one === undefined || other === undefined) return undefined;
  return {
    from: order(one.from, other.from) < 0 ? other.from : one.from,
    below: order(one.below, other.below) < 0 ? one.below : other.below,
  };
}

/** Numbers of a version of which the last ones may be missing: 22, 22.x, 22.1.0. */
interface Partial {
  readonly given: readonly number[];
  /** The version itself, with 0 for what is missing. */
  readonly first: Numbers;
  /** The first version after all that it stands for: 23.0.0 for 22, 22.1.1 for 22.1.0. */
  readonly next: Numbers;
}

/** What each operator admits. */
const spans: Readonly<Record<string, (version: Partial) => Span>> = {
  '': ({ first, next }) => ({ from: first, below: next }),
  '=': ({ first, next }) => ({ from: first, below: next }),
  '>': ({ next }) => ({ from: next, below: beyond }),
  '>=': ({ first }) => ({ from: first, below: beyond }),
  '<': ({ first }) => ({ from: lowest, below: first }),
  '<=': ({ next }) => ({ from: lowest, below: next }),
  '~': ({ given, first }) => ({ from: first, below: after(first, Math.min(given.length, 2)) }),
  '~>': ({ given, first }) => ({ from: first, below: after(first, Math.min(given.length, 2)) }),
  '^': ({ given, first }) => ({ from: first, below: after(first, significant(given)) }),
};

function comparator(word: string): Span | undefined {
  const match = /^(~>|[<>]=?|[=~^]|)v?([\dxX*][^\s]*|)$/.exec(word);
  if (match === null) return undefined;
  const [, operator = '', version = ''] = match;
  const partial = partialOf(version === '' && operator === '' ? '*' : version);
  return partial === undefined ? undefined : spans[operator]?.(partial);
}

function partialOf(text: string): Partial | undefined {
  const numbers =
    /^(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text);
  if (numbers === null) return undefined;
  const parts = numbers.slice(1, 4).map(Number);
  const end = parts.findIndex((part) => Number.isNaN(part));
  const given = end < 0 ? parts : parts.slice(0, end);
  const first: Numbers = [given[0] ?? 0, given[1] ?? 0, given[2] ?? 0];
  return { given, first, next: after(first, given.length) };
}

/** The first version above all that agree in so many numbers. */
function after([major, minor, patch]: Numbers, numbers: number): Numbers {
  const next: readonly Numbers[] = [
    beyond,
    [major + 1, 0, 0],
    [major, minor + 1, 0],
    [major, minor, patch + 1],
  ];
  return next[numbers] ?? beyond;
}

/** How many numbers `^` keeps: up to the first that is not 0. */
function significant(given: readonly number[]): number {
  const first = given.findIndex((number) => number > 0);
  return first < 0 ? given.length : first + 1;
}

function order(left: Numbers, right: Numbers): number {
  const place = left.findIndex((number, index) => number !== right[index]);
  return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
