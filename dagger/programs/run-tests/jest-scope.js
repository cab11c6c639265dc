// @ts-check
/**
 * The files that count for jest's coverage. It counts only files that a test has loaded, unless it is told which ones there
 * are: the project's own `collectCoverageFrom` tells it, or an argument; else the sources are named.
 */
/* global process */
import { spawnSync } from 'node:child_process';
import { sourcesIn } from './sources.js';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
 */

const option = '--collectCoverageFrom';

/**
 * The configuration as jest reads it, in a process of its own: it runs the project's code.
 * @param {readonly string[]} command
 * @returns {{ configs: { rootDir: string, collectCoverageFrom?: string[] }[], globalConfig: { collectCoverageFrom?: string[] } } | undefined}
 */
function ownConfiguration(command) {
  const shown = spawnSync(process.execPath, [...command, '--showConfig'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    // A configuration may print something before it.
    return JSON.parse(shown.stdout.slice(shown.stdout.indexOf('{')));
  } catch {
    // jest will say by itself what is wrong with its configuration, and what it measures is then its own choice.
    return undefined;
  }
}

/**
 * Files to count, and how they came to be named. Patterns are relative to the root of each of jest's projects.
 * @param {readonly string[]} command
 * @returns {CoverageScope}
 */
export function jestScope(command) {
  const given = command.flatMap((word, index) =>
    word === option
      ? [command[index + 1] ?? '']
      : word.startsWith(`${option}=`)
        ? [word.split(/=(.*)/s)[1] ?? '']
        : [],
  );
  if (given.length > 0) return { by: 'arguments', include: given };
  const own = ownConfiguration(command);
  if (own === undefined) return { by: 'runner', include: [] };
  const include = [own.globalConfig, ...own.configs].flatMap(
    ({ collectCoverageFrom = [] }) => collectCoverageFrom,
  );
  if (include.length > 0) return { by: 'project', include: [...new Set(include)] };
  return sourcesIn(own.configs.map(({ rootDir }) => rootDir));
}

/**
 * Arguments by which jest counts these files. Declarations of types have no line that could run. Limits of the project's
 * own are meant for what it counts itself, so they do not count where the gate names the files.
 * @param {CoverageScope} scope
 */
export function jestArguments({ by, include, exclude = [] }) {
  if (by !== 'default') return [];
  const patterns = [...include, ...['**/*.d.ts', ...exclude].map((pattern) => `!${pattern}`)];
  return [...patterns.map((pattern) => `${option}=${pattern}`), '--coverageThreshold={}'];
}
