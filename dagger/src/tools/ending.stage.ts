import { dag } from '@dagger.io/dagger';

import { execFailure } from './attempt.stage.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** How a function ends that has no value to return. */
export interface Ending {
  readonly exitCode: number;
  /** One line. */
  readonly message: string;
  /** What the caller is to read: table, findings. */
  readonly output: string;
}

/** What {@link endWith} has thrown: all else is a breakdown, an exec's own failure too, whose code says nothing of gates. */
const endings = new WeakSet<Error>();

/**
 * Ends a function with an exit code of its own. `dagger call` exits with the code of a failed exec and 1 for all other
 * errors, and the SDK passes on an error's extensions only when the error came from its API. So one that did is taken,
 * told what to say, and thrown again.
 */
export async function endWith({ exitCode, message, output }: Ending): Promise<never> {
  const extensions = { _type: 'EXEC_ERROR', cmd: ['pipeline'], exitCode, stdout: output, stderr: message };
  const error = Object.assign(await apiError(), { message, extensions });
  endings.add(error);
  throw error;
}

/**
 * Runs a function, and ends it with exit code 2 when the arguments, the source or the configuration are wrong, and with 3
 * when it broke down: 1 would say that a gate was red.
 */
export async function orEnd<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && endings.has(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UsageError) return endWith({ exitCode: exitCodes.usage, message, output: '' });
    const { stdout = '', stderr = '' } = execFailure(error) ?? {};
    return endWith({ exitCode: exitCodes.unavailable, message, output: `${stdout}${stderr}` });
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
