// @ts-check
/**
 * The reports that a command of the project's own writes in the source. They are deleted before it runs, so that a file that was
 * committed never stands for a run.
 */
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { filesMatching } from './glob.js';

/**
 * @import { CollectedFiles } from '../../src/gates/test/run-settings.ts'
 */

/** Most bytes of JUnit that are read, in all files. */
const mostBytes = 64 * 1024 * 1024;

/** @param {CollectedFiles} files */
export function clear({ junit, coverage }) {
  const old = [...(junit === undefined ? [] : filesMatching(junit)), ...coverage];
  for (const path of old) rmSync(path, { force: true, recursive: true });
}

/**
 * Puts the JUnit files into one file, and copies the first coverage that is there. Without any the file is not written.
 * @param {CollectedFiles} files
 * @param {string} resultsFile
 */
export function collect({ junit, coverage, into }, resultsFile) {
  const paths = junit === undefined ? [] : filesMatching(junit);
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  if (bytes > mostBytes)
    throw new Error(`${junit}: ${String(bytes)} bytes are more than ${String(mostBytes)}`);
  const read = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  if (read.length > 0) writeFileSync(resultsFile, JSON.stringify({ junit: read }));
  const measured = coverage.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
  if (measured === undefined) return;
  const isSummary = basename(measured).endsWith('.json');
  copyFileSync(measured, join(into, isSummary ? 'coverage-summary.json' : 'lcov.info'));
}
