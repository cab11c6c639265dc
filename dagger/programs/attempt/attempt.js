// @ts-check
/**
 * Runs a command under a deadline and tells apart an answer from a breakdown: with an exit code that the command's
 * manual calls an answer it ends with 0 and writes that code to a file; otherwise it ends with the command's own code,
 * 124 when the time ran out. So an engine keeps answers and never keeps a breakdown. Where a command ends with the same
 * code for both, `says` is a text that only the output of an answer contains, and `breaks` are texts of which the
 * output of a breakdown contains one.
 *
 * Usage: node attempt.js '{"command": [...], "seconds": 600, "codes": [0, 1], "codeFile": "/tmp/attempt.code"}'
 */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @import { Readable, Writable } from 'node:stream'
 * @import { AttemptSettings } from '../../src/tools/attempt-settings.ts'
 */

const graceMs = 10_000;
/** How long the command's pipes are waited for after its end: processes that it left running may hold them forever. */
const pipesMs = 2000;

/**
 * Passes on a stream, and returns a function that returns all of it.
 * @param {Readable} stream
 * @param {Writable} to
 */
function passOn(stream, to) {
  let text = '';
  stream.setEncoding('utf8').on('data', (/** @type {string} */ more) => {
    text += more;
    to.write(more);
  });
  return () => text;
}

/**
 * Runs the command and passes on what it prints.
 * @param {Pick<AttemptSettings, 'command' | 'seconds'>} asked
 * @returns its output and its exit code: 128 + n for death by signal n, 124 when the time ran out, 127 when it cannot be
 *   started
 */
async function run({ command: [program = '', ...args], seconds }) {
  const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'], detached: true });
  const stdout = passOn(child.stdout, process.stdout);
  const stderr = passOn(child.stderr, process.stderr);
  const closed = new Promise((resolve) => child.once('close', resolve));
  let late = false;
  /** @param {NodeJS.Signals} name */
  const signal = (name) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  timers.push(
    setTimeout(() => {
      late = true;
      signal('SIGTERM');
      timers.push(setTimeout(() => signal('SIGKILL'), graceMs));
    }, seconds * 1000),
  );
  /** @type {number} */
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (exitCode, name) =>
      resolve(exitCode ?? 128 + (name === null ? 0 : constants.signals[name])),
    );
  });
  timers.forEach((timer) => clearTimeout(timer));
  await Promise.race([closed, pause(pipesMs)]);
  signal('SIGKILL');
  if (late)
    process.stderr.write(`\n${program} ... was ended after ${String(seconds)} s, which is its deadline\n`);
  return { stdout: stdout(), output: stdout() + stderr(), code: late ? 124 : code };
}

/** @type {AttemptSettings} */
const settings = JSON.parse(process.argv[2] ?? '');
const { codes, codeFile, says = '', breaks = [], ...asked } = settings;
const { code, stdout, output } = await run(asked);
const isBroken = breaks.some((words) => output.includes(words));
const isAnswer = codes.includes(code) && stdout.includes(says) && !isBroken;
if (isAnswer) writeFileSync(codeFile, String(code));
process.exitCode = isAnswer ? 0 : code || 1;
// A process that left the group may still hold the pipes.
process.stdout.write('', () => process.exit());
