/* Runs the HEALTHCHECK of the image's Dockerfile, as who runs the image does. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { codeWithin, collect } from './ended.js';
import { killGroup } from './process-group.js';

/** Docker's default for the time of one check, in milliseconds (Dockerfile reference, HEALTHCHECK). */
const checkMs = 30_000;
/** Docker's default for how many checks fail, one after another, before a container counts as unhealthy. */
const tries = 3;
const outputCharacters = 2000;

/** How a check that is asked until it passes ended at last: `{exitCode, output}`. */
export async function ownHealthcheck(command) {
  for (let time = 1; ; time += 1) {
    const result = await runOnce(command);
    if (result.exitCode === 0 || time === tries) return result;
    await pause(1000);
  }
}

async function runOnce([program, ...args]) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = collect(child, outputCharacters);
  const exitCode = await codeWithin(child, checkMs);
  killGroup(child.pid);
  return {
    exitCode,
    output: exitCode === 127 && output() === '' ? `${program} is not in the image` : output(),
  };
}
