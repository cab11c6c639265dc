// @ts-check
/* Waits for the end of a process that was started in a group of its own. */
/* global AbortController, process */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { killGroup } from './process-group.js';

/**
 * @import { ChildProcess, ChildProcessByStdio } from 'node:child_process'
 * @import { Readable } from 'node:stream'
 * @typedef {{ code: number | null, signal: string | null }} End
 * @typedef {ChildProcessByStdio<null, Readable, Readable>} Child
 */

/** How long its pipes are waited for, which a process that it left running may hold for ever. */
const pipesMs = 500;

/**
 * How a process ends: `{code, signal}`, and what it printed is there by then; where it could not be started, `signal` has
 * the reason. What it left running is not waited for.
 * @param {ChildProcess} child
 * @returns {Promise<End>}
 */
export async function endOf(child) {
  const closed = new Promise((resolve) => child.once('close', resolve));
  /** @type {End} */
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: error.message }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await Promise.race([closed, pause(pipesMs, undefined, { ref: false })]);
  return end;
}

/**
 * Runs a command, and ends what it leaves running: its exit code, and the end of its output.
 * @param {readonly string[]} command
 * @param {{ ms: number, characters: number, env?: NodeJS.ProcessEnv }} options `ms`: milliseconds that it may take;
 *   `characters`: how much of its output is kept
 */
export async function runWithin([program = '', ...args], { ms, characters, env = process.env }) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = collect(child, characters);
  const exitCode = await codeWithin(child, ms);
  killGroup(child.pid);
  return { exitCode, output: output() };
}

/**
 * The exit code within a time, in milliseconds: 124 when it ran out, 127 when it could not start, 137 after a signal.
 * @param {ChildProcess} child
 * @param {number} ms
 * @returns {Promise<number>}
 */
async function codeWithin(child, ms) {
  const patience = new AbortController();
  const late = pause(ms, 124, { signal: patience.signal }).catch(() => 124);
  const code = await Promise.race([endOf(child).then((end) => end.code ?? (child.pid ? 137 : 127)), late]);
  patience.abort();
  return code;
}

/**
 * Collects the end of what a process prints, up to a number of characters; answers a function that tells it.
 * @param {Child} child
 * @param {number} characters
 */
export function collect(child, characters) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream
      .setEncoding('utf8')
      .on('data', (/** @type {string} */ more) => (text = (text + more).slice(-characters)));
  }
  return () => text;
}
