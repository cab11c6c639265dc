import { valuesOf } from './command-options.ts';
import { commandsOf, programOf } from './commands.ts';
import type { Sources } from './sources.ts';

/** Options by which the scripts of a project call ESLint (ESLint, "Command Line Interface"). */
export interface EslintOptions {
  /** The lowest `--max-warnings`: warnings above which it fails; undefined for any number. */
  readonly warningLimit: number | undefined;
  /** Every `--ext`, such as `.js` and `.ts`; empty for ESLint's own choice. */
  readonly extensions: readonly string[];
}

const eslint = new Set(['eslint']);

/** The options of all scripts together. */
export function eslintOptionsOf({ packages }: Sources): EslintOptions {
  const commands = packages.flatMap(({ scripts }) =>
    [...scripts.keys()]
      .flatMap((name) => commandsOf(scripts, name))
      .filter((command) => programOf(command, eslint) !== undefined),
  );
  const limits = commands.flatMap((command) => valuesOf(command, '--max-warnings')).filter(isCount);
  const endings = commands
    .flatMap((command) => valuesOf(command, '--ext'))
    .flatMap((list) => list.split(','));
  return {
    warningLimit: limits.length === 0 ? undefined : Math.min(...limits.map(Number)),
    extensions: [...new Set(endings.filter((ending) => /^\.?\w{1,10}$/.test(ending)))].sort(),
  };
}

/** A negative number is no limit. */
const isCount = (text: string): boolean => /^\d{1,6}$/.test(text);
