import { commandsOf, programOf } from './commands.ts';
import type { Sources } from './sources.ts';

const eslint = new Set(['eslint']);

/**
 * The lowest number of warnings above which a script of the project's lets ESLint fail (ESLint, "Command Line Interface",
 * `--max-warnings`); undefined if no script sets one.
 */
export function warningLimitOf({ packages }: Sources): number | undefined {
  const limits = packages.flatMap(({ scripts }) =>
    [...scripts.keys()]
      .flatMap((name) => commandsOf(scripts, name))
      .filter((command) => programOf(command, eslint) !== undefined)
      .flatMap(limitIn),
  );
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** `--max-warnings 0` or `--max-warnings=0`; a negative number is no limit. */
function limitIn(command: readonly string[]): number[] {
  const text = /(?:^| )--max-warnings(?:=| )(\d{1,6})(?: |$)/.exec(command.join(' '))?.[1];
  return text === undefined ? [] : [Number(text)];
}
