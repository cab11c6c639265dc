/** Where the time of the tests goes, by folder, in the last whole run of each command: `npm run test:times`. */
import { commands, type Command } from './commands.ts';
import { lastRun } from './kept-times.ts';
import { folderTable } from './tables.ts';

/** Prints the table of a command, or why there is none; answers whether there is one. */
function print(command: Command): boolean {
  try {
    const { endedAt, passed, times } = lastRun(command);
    const end = `ended ${endedAt}${passed ? '' : ', red'}`;
    console.log([`${command} (${end}):`, ...folderTable(times).map((line) => `  ${line}`), ''].join('\n'));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

// One command alone may have run on this machine; that neither has is the failure.
if (!commands.map(print).includes(true)) process.exitCode = 1;
