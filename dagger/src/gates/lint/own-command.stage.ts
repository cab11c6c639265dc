import type { Container } from '@dagger.io/dagger';

import type { LintCommand } from '../../project/settings/lint.ts';
import { attempt, evidenceOf, fileIfAny } from '../../tools/attempt.stage.ts';
import type { OwnCommandRun } from './own-command.ts';

const report = '/reports/lint.sarif';

/**
 * Runs the line with the programs of the packages on its PATH, as for npm's scripts. A file that was there before it is
 * deleted, so that it never stands for a run.
 */
const script = [
  'rm -f -- "$1"',
  'PATH="$PWD/node_modules/.bin:$PATH" sh -c "$2"',
  'code=$?',
  `if [ -f "$1" ]; then cp -- "$1" ${report}; fi`,
  'exit "$code"',
].join('\n');

/** All exit codes but those of a time that ran out and of signals: what each means only the project knows. */
const codes = Array.from({ length: 128 }, (_, code) => code).filter((code) => code !== 124);

/** Runs a command of `lint.commands` in the project's container. */
export async function runOwnCommand(tools: Container, command: LintCommand): Promise<OwnCommandRun> {
  const words = ['sh', '-c', script, 'sh', command.sarif, command.run];
  const run = attempt(tools.withNewFile('/reports/.keep', ''), words, { codes });
  const evidence = await evidenceOf(run);
  return { command, evidence, sarif: await fileIfAny(run, evidence, report) };
}
