// @ts-check
/* Runs the HEALTHCHECK of the image's Dockerfile, as Docker does. */
import { setTimeout as pause } from 'node:timers/promises';

import { runWithin } from './ended.js';

/** Docker's default for the time of one check, in milliseconds (Dockerfile reference, HEALTHCHECK). */
const checkMs = 30_000;
/** Docker's default for how many checks fail, one after another, before a container counts as unhealthy. */
const tries = 3;
const outputCharacters = 2000;

/**
 * How a check that is asked until it passes ended at last.
 * @param {readonly string[]} command
 */
export async function ownHealthcheck(command) {
  for (let time = 1; ; time += 1) {
    const result = await runOnce(command);
    if (result.exitCode === 0 || time === tries) return result;
    await pause(1000);
  }
}

/** @param {readonly string[]} command */
async function runOnce(command) {
  const { exitCode, output } = await runWithin(command, { ms: checkMs, characters: outputCharacters });
  return {
    exitCode,
    output: exitCode === 127 && output === '' ? `${command[0] ?? ''} is not in the image` : output,
  };
}
