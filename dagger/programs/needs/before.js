// @ts-check
/**
 * Runs commands of a shell one after the other, and then a command whose end is its own. If one of them fails, the rest does
 * not run: it ends with 65, and the last line of stderr says which one it was and how it ended.
 *
 * Usage: node before.js '{"before": ["npm run pretest"], "environment": {}, "command": ["node", "..."]}'
 */
/* global process */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @import { BeforeSettings } from '../../src/gates/needs/before.ts'
 */

/** @type {import('node:child_process').ChildProcess | undefined} */
let current;
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
  process.on(signal, () => current?.kill(signal));

/**
 * The exit code of a command: 128 + n for death by signal n, 127 when it cannot be started.
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function run([program = '', ...args], env) {
  const child = spawn(program, args, { stdio: 'inherit', env });
  current = child;
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

/** @type {BeforeSettings} */
const { before, environment, command } = JSON.parse(process.argv[2] ?? '');
const path = `${process.cwd()}/node_modules/.bin:${process.env['PATH'] ?? ''}`;
for (const [index, text] of before.entries()) {
  const exitCode = await run(['sh', '-c', text], { ...environment, ...process.env, PATH: path });
  if (exitCode !== 0) {
    process.stderr.write(`\n${JSON.stringify({ before: index, exitCode })}\n`);
    process.exit(65);
  }
}
process.exit(await run(command, process.env));
