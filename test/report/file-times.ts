import { relative } from 'node:path';
import type { TestModule } from 'vitest/node';

import { commandOf, commands, root, type Command } from './commands.ts';

/** What a test file cost in one run. */
export interface FileTime {
  /** From the repository's root. */
  readonly path: string;
  /** How many tests it has, the skipped ones included. */
  readonly tests: number;
  readonly milliseconds: number;
}

/**
 * What a file cost that has run.
 *
 * Its whole time is what vitest took to prepare its environment and its worker, to load set-up files, to import the file
 * with all that it imports, and to run its hooks and tests. A project's global set-up belongs to no file, and is not in it.
 * Files run beside each other: the sum of all is work, and more than what the clock says.
 */
export function timeOf(module: TestModule): FileTime {
  const { environmentSetupDuration, prepareDuration, setupDuration, collectDuration, duration } =
    module.diagnostic();
  return {
    path: relative(root, module.moduleId),
    tests: [...module.children.allTests()].length,
    milliseconds: environmentSetupDuration + prepareDuration + setupDuration + collectDuration + duration,
  };
}

/**
 * The times by command, for those commands of which every file has run. A run of a few files, as one does while working
 * on them, says nothing about how long the command takes.
 * @param all the test files that there are
 */
export function wholeRuns(
  times: readonly FileTime[],
  all: readonly string[],
): Map<Command, readonly FileTime[]> {
  const ran = new Set(times.map(({ path }) => path));
  const whole = commands.filter((command) => {
    const own = all.filter((path) => commandOf(path) === command);
    return own.length > 0 && own.every((path) => ran.has(path));
  });
  return new Map(whole.map((command) => [command, times.filter(({ path }) => commandOf(path) === command)]));
}
