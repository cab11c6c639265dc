/**
 * Whether a version is in an advisory's range: `<1.2.3`, `>=1.0.0 <1.4.2`, `>= 1, < 2`, alternatives with `||`, `*`. It
 * supports only the notation of GitHub's advisories. A range or version in another notation counts as affected, so that
 * no vulnerability is missed.
 */
export function inRange(version: string, range: string): boolean {
  const installed = parse(version);
  if (installed === undefined) return true;
  return range
    .split('||')
    .some((part) => comparators(part).every((comparator) => holds(installed, comparator)));
}

/** The first version above an advisory's range: `4.17.21` for `<4.17.21`; undefined if the range does not name it. */
export function firstFixed(range: string): string | undefined {
  const bounds = [...range.matchAll(/<\s*v?(\d[\w.+-]{0,60})/g)];
  return bounds.at(-1)?.[1];
}

interface Comparator {
  readonly operator: string;
  readonly bound: string;
}

function comparators(part: string): Comparator[] {
  const words = part
    .trim()
    .replace(/([<>=])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== '*');
  return words.map((word) => {
    const operator = /^[<>]?=?/.exec(word)?.[0] ?? '';
    return { operator, bound: word.slice(operator.length) };
  });
}

function holds(installed: Version, { operator, bound }: Comparator): boolean {
  const limit = parse(bound);
  if (limit === undefined) return true;
  const order = compare(installed, limit);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return order === 0;
  }
}

interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: readonly string[];
}

/** A version, with missing parts as 0; undefined if it is not a version. */
function parse(text: string): Version | undefined {
  const match = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease] = match;
  return {
    numbers: [major, minor, patch].map((part) => Number(part ?? 0)),
    prerelease: prerelease?.split('.') ?? [],
  };
}

/** Compares by Semantic Versioning 2.0.0, 11: numbers first; a prerelease is lower than its release. */
function compare(left: Version, right: Version): number {
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.prerelease.length === 0 || right.prerelease.length === 0) {
    return right.prerelease.length - left.prerelease.length;
  }
  for (const [index, word] of left.prerelease.entries()) {
    const other = right.prerelease[index];
    if (other === undefined) return 1;
    if (word !== other) return compareWords(word, other);
  }
  return left.prerelease.length - right.prerelease.length;
}

function compareWords(left: string, right: string): number {
  const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (numeric[0] === true && numeric[1] === true) return Number(left) - Number(right);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return left < right ? -1 : 1;
}
