import type { StepFailure } from '../proof/model.ts';
import { refusalOf } from '../proof/refusal.ts';
import type { ProgramFailure } from './program-records.ts';

/** The rule of a probe that the network kept from the service: then nothing is known of the version. */
const unreached = 'unreached';

/** The rule of a failure for want of an image of others. */
export const unreachableImage = 'image-unreachable';

/** Rules of failures by which nothing is known of the version. */
const unseen: readonly string[] = [unreached, unreachableImage];

/** A program's failure for the record. A refusal of the server gets its rule and outcome from its words. */
export function stepFailureOf({ step, message, rule, evidence }: ProgramFailure): StepFailure {
  const refusal = evidence === undefined ? undefined : refusalOf(step, evidence);
  const isUnseen = step === 'cluster' || (rule !== undefined && unseen.includes(rule));
  return refusal ?? { step, outcome: isUnseen ? 'unavailable' : 'failed', rule: rule ?? step, message };
}
