import { admits, lowestMajor, onlyMajor, parseRange } from './version-range.ts';

/** Major versions of Node that gates have images of, the highest first. */
export const supportedMajors = [24, 22, 20] as const;

/** Names of the long-term releases (nodejs/Release, schedule.json). */
const longTerm: Readonly<Record<string, number>> = {
  argon: 4,
  boron: 6,
  carbon: 8,
  dubnium: 10,
  erbium: 12,
  fermium: 14,
  gallium: 16,
  hydrogen: 18,
  iron: 20,
  jod: 22,
  krypton: 24,
};

/** Words for a release that is not the same next year: the highest supported one stands for it. */
const moving = new Set(['node', 'latest', 'current', 'stable', 'lts', 'lts/*', '*']);

/** What a version or a range of Node comes to. */
export interface ReadNode {
  /** Its major; for a range of several, the highest supported one in it. */
  readonly major: number;
  /** Whether it leaves a choice between majors. */
  readonly isOpen: boolean;
  /** Whether a major agrees with it. */
  readonly allows: (major: number) => boolean;
}

/**
 * Reads a version of Node in any notation of nvm, asdf and npm: `22`, `v22.1.0`, `lts/jod`, `lts/*`, `lts/-1`, `node`,
 * `^20.18.1 || >=22` (nvm, README, ".nvmrc"; npm, package.json, engines).
 * @returns undefined for what is none of them
 */
export function readNode(said: string): ReadNode | undefined {
  const word = said.trim().toLowerCase();
  if (moving.has(word)) return open((major) => supportedMajors.some((one) => one === major));
  const named = word.startsWith('lts/') || word.startsWith('lts-') ? longTermMajor(word.slice(4)) : undefined;
  if (named !== undefined) return pinned(named);
  const range = parseRange(word.replace(/^node[@-](?=v?\d)/, ''));
  if (range === undefined) return undefined;
  const only = onlyMajor(range);
  if (only !== undefined) return pinned(only);
  const major = supportedMajors.find((one) => admits(range, one)) ?? lowestMajor(range);
  return major === undefined ? undefined : { major, isOpen: true, allows: (one) => admits(range, one) };
}

/** `jod`, or `-1` for the long-term release before the newest supported one. */
function longTermMajor(word: string): number | undefined {
  const back = /^-(\d)$/.exec(word)?.[1];
  if (back !== undefined) return supportedMajors[Number(back)];
  return Object.hasOwn(longTerm, word) ? longTerm[word] : undefined;
}

function pinned(major: number): ReadNode {
  return { major, isOpen: false, allows: (one) => one === major };
}

function open(allows: (major: number) => boolean): ReadNode {
  return { major: supportedMajors[0], isOpen: true, allows };
}
