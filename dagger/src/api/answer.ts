import { endingOfError, endWith } from '../tools/ending.stage.ts';
import type { Ending } from '../verdict/ending.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** How a call ends, also one that threw. */
async function endingOf(run: () => Promise<Ending>): Promise<Ending> {
  try {
    return await run();
  } catch (error) {
    return endingOfError(error);
  }
}

/** The output of a call that passed. Every other one makes `dagger call` exit with its code. */
export async function answer(run: () => Promise<Ending>): Promise<string> {
  const ending = await endingOf(run);
  return ending.exitCode === exitCodes.passed ? ending.output : endWith(ending);
}

/** A value for the next link of a chain, or one that stands for it where the call threw: such a link never fails. */
export async function valueOr<T>(run: () => Promise<T>, otherwise: (ending: Ending) => T): Promise<T> {
  try {
    return await run();
  } catch (error) {
    return otherwise(endingOfError(error));
  }
}

/** A value for the next link of a chain. Where there is none, `dagger call` exits with the code of the reason. */
export async function valueOf<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    return endWith(endingOfError(error));
  }
}
