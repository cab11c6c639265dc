// @ts-check
/**
 * Runs a project's tests with coverage over all of its sources. Runners count only files that a test has loaded, unless
 * they are told which ones there are: where neither the project nor an argument does, this program names the files below
 * each `src`, or all of them. It writes the names to a file.
 *
 * Usage: node run-tests.js '{"scope": "vitest", "environment": {}, "command": [...], "scopeFile": "/reports/coverage-scope.json", "resultsFile": "/reports/results.json"}'
 */
/* global process */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { measuringArguments, measuringScope } from './c8-scope.js';
import { clear, collect } from './collect.js';
import { jestArguments, jestScope } from './jest-scope.js';
import { vitestArguments, vitestScope } from './vitest-scope.js';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
 * @import { RunSettings } from '../../src/gates/test/run-settings.ts'
 */

/** How each tool is asked for the files that count, and told. */
const scopes = {
  vitest: { find: vitestScope, name: vitestArguments },
  jest: { find: jestScope, name: jestArguments },
  c8: { find: measuringScope('c8'), name: measuringArguments },
  nyc: { find: measuringScope('nyc'), name: measuringArguments },
  none: { find: () => /** @type {CoverageScope} */ ({ by: 'command', include: [] }), name: () => [] },
};

/**
 * Takes the coverage of each line out of the results: it is in a report of its own, and many times as long.
 * @param {string} file
 */
function shorten(file) {
  if (!existsSync(file)) return;
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'));
    delete results.coverageMap;
    writeFileSync(file, JSON.stringify(results));
  } catch {
    // Who reads the results says what is wrong with them.
  }
}

/** @type {RunSettings} */
const settings = JSON.parse(process.argv[2] ?? '');
const { program = process.execPath, command, inner = [], after, countsFailures = false } = settings;
const { environment, scopeFile, resultsFile, outputFile, collects } = settings;
Object.assign(process.env, environment);
const { find, name } = scopes[settings.scope];
const scope = find(after ?? command);
writeFileSync(scopeFile, JSON.stringify(scope));
if (collects !== undefined) clear(collects);
const named = after === undefined ? name(scope) : [];
const child = spawn(program, [...command, ...named, ...inner], {
  stdio: ['inherit', outputFile === undefined ? 'inherit' : 'pipe', 'inherit'],
});
const closed = new Promise((resolve) => child.once('close', resolve));
if (outputFile !== undefined)
  child.stdout?.on('data', (/** @type {Buffer} */ printed) => {
    process.stdout.write(printed);
    appendFileSync(outputFile, printed);
  });
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
  process.on(signal, () => child.kill(signal));
child.on('exit', async (exitCode, signal) => {
  // A process that it left running may hold its output forever.
  await Promise.race([closed, pause(2000, undefined, { ref: false })]);
  child.stdout?.destroy();
  shorten(resultsFile);
  if (after !== undefined)
    spawnSync(process.execPath, [...after, ...name(scope)], { stdio: ['ignore', 2, 2], timeout: 120_000 });
  if (collects !== undefined) collect(collects, resultsFile);
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = countsFailures && existsSync(resultsFile) ? Math.min(exitCode ?? 1, 1) : exitCode;
});
