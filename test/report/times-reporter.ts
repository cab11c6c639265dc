import type { Reporter, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

import { testFiles } from './commands.ts';
import { timeOf, wholeRuns } from './file-times.ts';
import { keepRun } from './kept-times.ts';
import { slowestFiles } from './tables.ts';

/** How many of the slowest files a run names. */
const shown = 10;

/** A vitest reporter that names the slowest files at the end, and keeps the times of a whole run for `test:times`. */
export default class TimesReporter implements Reporter {
  private isPart = false;

  onInit(vitest: Vitest): void {
    this.isPart = vitest.config.testNamePattern !== undefined;
  }

  // Not asynchronous: the closing line is printed by the reporter that is asked next, and has to be the last.
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    const times = modules.filter((module) => module.state() !== 'queued').map(timeOf);
    if (times.length > 1) {
      const lines = slowestFiles(times, shown);
      process.stdout.write(
        `The ${String(lines.length)} slowest of ${String(times.length)} files, in seconds:\n`,
      );
      for (const line of lines) process.stdout.write(`  ${line}\n`);
    }
    if (this.isPart || reason === 'interrupted') return;
    for (const [command, own] of wholeRuns(times, testFiles()))
      keepRun(command, { endedAt: new Date(), passed: reason === 'passed', times: own });
  }
}
