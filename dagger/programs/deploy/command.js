/* Runs commands and waits for things, each with a deadline of its own. */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Ends a step: `evidence` of a command that refused, or words of our own. */
export class StepError extends Error {
  constructor(message, facts = {}) {
    super(message);
    this.facts = facts;
  }
}

/** Says on stderr what is done or waited for. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command: `{exitCode, stdout, stderr}`. 124 when the time ran out, 127 when it cannot be started.
 * @param options.input text for its standard input
 */
export async function run(command, { input = '', seconds = 60, env = {} } = {}) {
  const child = spawn(command[0], command.slice(1), { env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  // A command that ends before it has read everything: its exit code tells why.
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output.stderr += String(error);
      resolve(127);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? 137));
  });
  clearTimeout(timer);
  if (late) output.stderr += `\nended after ${String(seconds)} s without an answer`;
  return { exitCode: late ? 124 : code, ...output };
}

/** The output of a command that must succeed. @throws StepError with the evidence */
export async function output(command, options) {
  const evidence = await run(command, options);
  if (evidence.exitCode === 0) return evidence.stdout;
  throw new StepError(`${command.slice(0, 4).join(' ')}: code ${String(evidence.exitCode)}`, { evidence });
}

/**
 * Asks again and again until there is an answer: `{value, waitedFor}`; `value` is undefined when the time ran out.
 * @param ask answers `{value}` when it is there, else `{waitingFor}`
 */
export async function poll(ask, { seconds, everyMs = 500 }) {
  const deadline = Date.now() + seconds * 1000;
  for (let told; ;) {
    const { value, waitingFor } = await ask();
    if (value !== undefined) return { value };
    if (waitingFor !== told) say(`waiting for ${waitingFor}`);
    told = waitingFor;
    if (Date.now() > deadline) return { waitedFor: waitingFor };
    await pause(everyMs);
  }
}

/** The same for what must come. @throws StepError with `rule` when the time ran out */
export async function pollOrFail(ask, { rule, ...options }) {
  const { value, waitedFor } = await poll(ask, options);
  if (value !== undefined) return value;
  throw new StepError(`waited ${String(options.seconds)} s for ${waitedFor}`, { rule });
}
