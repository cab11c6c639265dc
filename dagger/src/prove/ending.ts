import { type Ending, passed } from '../verdict/ending.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** The ending of a proof, with its table. @param otherwise one line for a proof that is not complete */
export function endingOfProof(table: string, isComplete: boolean, otherwise: string): Ending {
  if (isComplete) return passed(table);
  return { exitCode: exitCodes.failed, message: otherwise, output: `${table}\n` };
}
