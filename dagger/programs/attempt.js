/**
 * Runs a command under a deadline and tells apart an answer from a breakdown: with an exit code that the command's
 * manual calls an answer it ends with 0 and writes that code to a file; otherwise it ends with the command's own code,
 * 124 when the time ran out. So an engine keeps answers and never keeps a breakdown.
 *
 * Usage: node attempt.mjs '{"command": [...], "seconds": 600, "codes": [0, 1], "codeFile": "/tmp/attempt.code"}'
 */
/* global clearTimeout, process, setTimeout */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';

const graceMs = 10_000;

/** The command's exit code; 128 + n for death by signal n, 124 when the time ran out, 127 when it cannot be started. */
async function run(command, seconds) {
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', detached: true });
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
    child.on('exit', (exitCode, name) => resolve(exitCode ?? 128 + constants.signals[name]));
  });
  timers.forEach((timer) => clearTimeout(timer));
  return late ? 124 : code;
}

const { command, seconds, codes, codeFile } = JSON.parse(process.argv[2]);
const code = await run(command, seconds);
if (codes.includes(code)) writeFileSync(codeFile, String(code));
process.exitCode = codes.includes(code) ? 0 : code;
