import type { Command } from './commands.ts';

/** The values of an option in a command: `--ext .ts`, `--ext=.ts`. */
export function valuesOf(command: Command, option: string): string[] {
  return command.flatMap((word, index) => {
    if (word === option) return command[index + 1] ?? [];
    return word.startsWith(`${option}=`) ? word.slice(option.length + 1) : [];
  });
}

/** Options that are taken out of a command line, by how many words follow each. */
export interface OwnOptions {
  /** Options without a value. */
  readonly flags: readonly string[];
  /** Options with one value, in the same word or in the next one. */
  readonly valued: readonly string[];
  /** Options with any number of values. */
  readonly lists?: readonly string[];
}

/** Words of a command line without some options and their values. */
export function withoutOptions(
  words: readonly string[],
  { flags, valued, lists = [] }: OwnOptions,
): string[] {
  const [all, one, many] = [new Set([...flags, ...valued, ...lists]), new Set(valued), new Set(lists)];
  let skipped: 'none' | 'next' | 'values' = 'none';
  return words.filter((word) => {
    const isOption = word.startsWith('-');
    const skips = skipped !== 'none' && !isOption;
    if (skipped === 'next' || isOption) skipped = 'none';
    if (!isOption) return !skips;
    const [name = '', value] = word.split(/=(.*)/s, 2);
    if (!all.has(name)) return true;
    if (value === undefined && one.has(name)) skipped = 'next';
    if (value === undefined && many.has(name)) skipped = 'values';
    return false;
  });
}
