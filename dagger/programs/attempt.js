/**
 * Runs a command under a deadline and tells apart an answer from a breakdown: with an exit code that the command's
 * manual calls an answer it ends with 0 and writes that code to a file; otherwise it ends with the command's own code,
 * 124 when the time ran out. So an engine keeps answers and never keeps a breakdown. Where a command ends with the same
 * code for both, `says` is what the output of an answer holds and that of a breakdown does not.
 *
 * Usage: node attempt.mjs '{"command": [...], "seconds": 600, "codes": [0, 1], "codeFile": "/tmp/attempt.code"}'
 */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';

const graceMs = 10_000;

/**
 * Runs the command and passes on what it prints.
 * @returns its output where `says` is given, and its exit code: 128 + n for death by signal n, 124 when the time ran out,
 *   127 when it cannot be started
 */
async function run({ command, seconds, says }) {
  const stdio = ['inherit', says === undefined ? 'inherit' : 'pipe', 'inherit'];
  const child = spawn(command[0], command.slice(1), { stdio, detached: true });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  let late = false;
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  const timers = [];
  timers.push(
    setTimeout(() => {
      late = true;
      signal('SIGTERM');
      timers.push(setTimeout(() => signal('SIGKILL'), graceMs));
    }, seconds * 1000),
  );
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on(says === undefined ? 'exit' : 'close', (exitCode, name) =>
      resolve(exitCode ?? 128 + constants.signals[name]),
    );
  });
  timers.forEach((timer) => clearTimeout(timer));
  return { output, code: late ? 124 : code };
}

const { codes, codeFile, ...asked } = JSON.parse(process.argv[2]);
const { code, output } = await run(asked);
const isAnswer = codes.includes(code) && output.includes(asked.says ?? '');
if (isAnswer) writeFileSync(codeFile, String(code));
process.exitCode = isAnswer ? 0 : code || 1;
