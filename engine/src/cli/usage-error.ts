import { distance } from 'fastest-levenshtein';
import type { ArgumentType } from '../module/types.ts';
import { cliName } from './names.ts';

/** The command line is wrong: nothing has run. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The next step, in a sentence. */
  readonly next: string;

  /** @param message What is wrong: what was expected, what was found. */
  constructor(message: string, next: string) {
    super(message);
    this.next = next;
  }
}

/** The error of a flag whose text is no value of its argument's type. */
export function wrongValue(argument: ArgumentType, text: string, expected: string, next: string): UsageError {
  return new UsageError(`--${cliName(argument.name)}: expected ${expected}, got "${text}"`, next);
}

/**
 * The known name that a mistyped one most likely means.
 *
 * @returns Undefined when none is near: more than two letters and more than a third of them differ.
 */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return undefined;
  // Two letters that changed places are two changes.
  const allowed = Math.max(2, Math.floor(Math.max(wrong.length, best.name.length) / 3));
  return best.distance <= allowed && best.distance < wrong.length ? best.name : undefined;
}

/** "did you mean X? " when a known name is near, else nothing. */
export function suggestion(wrong: string, known: readonly string[]): string {
  const name = nearestName(wrong, known);
  return name === undefined ? '' : `Did you mean ${name}? `;
}
