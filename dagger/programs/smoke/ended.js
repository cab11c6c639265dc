/* Waits for the end of a process that was started in a group of its own. */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

import { killGroup } from './process-group.js';

/** How long its pipes are waited for, which a process that it left running may hold for ever. */
const pipesMs = 500;

/**
 * How a process ends: `{code, signal}`, and what it printed is there by then; where it could not be started, `signal` has
 * the reason. What it left running is not waited for.
 */
export async function endOf(child) {
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: error.message }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await Promise.race([closed, pause(pipesMs, undefined, { ref: false })]);
  return end;
}

/**
 * Runs a command, and ends what it leaves running: `{exitCode, output}`, the output's end alone.
 * @param options.ms that it may take, in milliseconds
 */
export async function runWithin([program, ...args], { ms, characters, env = process.env }) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = collect(child, characters);
  const exitCode = await codeWithin(child, ms);
  killGroup(child.pid);
  return { exitCode, output: output() };
}

/** The exit code within a time, in milliseconds: 124 when it ran out, 127 when it could not start, 137 after a signal. */
async function codeWithin(child, ms) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve(124), ms)));
  const code = await Promise.race([endOf(child).then((end) => end.code ?? (child.pid ? 137 : 127)), late]);
  clearTimeout(timer);
  return code;
}

/** Collects the end of what a process prints, up to a number of characters; answers a function that tells it. */
export function collect(child, characters) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more) => (text = (text + more).slice(-characters)));
  }
  return () => text;
}
