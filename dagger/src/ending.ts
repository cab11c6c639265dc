import { dag } from '@dagger.io/dagger';

import { UsageError } from './verdict/usage-error.ts';
import { exitCodes } from './verdict/verdict.ts';

/** How a function ends that has no value to return. */
export interface Ending {
  readonly exitCode: number;
  /** One line. */
  readonly message: string;
  /** What the caller is to read: table, findings. */
  readonly output: string;
}

/**
 * Ends a function with an exit code of its own. `dagger call` exits with the code of a failed exec and 1 for all other
 * errors, and the SDK passes on an error's extensions only when the error came from its API. So one that did is taken,
 * told what to say, and thrown again.
 */
export async function endWith({ exitCode, message, output }: Ending): Promise<never> {
  const extensions = { _type: 'EXEC_ERROR', cmd: ['pipeline'], exitCode, stdout: output, stderr: message };
  throw Object.assign(await apiError(), { message, extensions });
}

/** Runs a function, and ends it with exit code 2 when the arguments, the source or the configuration are wrong. */
export async function orUsageError<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return endWith({ exitCode: exitCodes.usage, message: error.message, output: '' });
  }
}

/** An error of the API, by the cheapest call that must fail. */
async function apiError(): Promise<Error> {
  try {
    await dag.directory().file('none').contents();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('an empty directory is expected to have no file');
}
