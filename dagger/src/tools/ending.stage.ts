import { dag } from '@dagger.io/dagger';

import { execFailure } from './attempt.stage.ts';
import { type Ending, linesOf } from '../verdict/ending.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { exitCodes } from '../verdict/verdict.ts';

/**
 * Ends a function with an exit code of its own. `dagger call` exits with the code of a failed exec and 1 for all other
 * errors, and the SDK passes on an error's extensions only if the error came from its API. So such an error is provoked,
 * given the exit code and the message, and thrown again.
 */
export async function endWith(ending: Ending): Promise<never> {
  const { exitCode, output } = ending;
  const message = linesOf(ending).join('\n');
  const extensions = { _type: 'EXEC_ERROR', cmd: ['pipeline'], exitCode, stdout: output, stderr: message };
  throw Object.assign(await apiError(), { message, extensions });
}

/**
 * The end of a call that threw: exit code 2 if the arguments, the source or the configuration are wrong, and 3
 * if it broke down. An exec's own exit code is not used, because 1 would mean that a gate failed.
 */
export function endingOfError(error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    const advice = error.next === '' ? {} : { next: error.next };
    return { exitCode: exitCodes.usage, message, ...advice, output: '' };
  }
  const { stdout = '', stderr = '' } = execFailure(error) ?? {};
  return { exitCode: exitCodes.unavailable, message, output: `${stdout}${stderr}` };
}

/** An error of the API, from the cheapest call that must fail. */
async function apiError(): Promise<Error> {
  try {
    await dag.directory().file('none').contents();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('an empty directory is expected to have no file');
}
