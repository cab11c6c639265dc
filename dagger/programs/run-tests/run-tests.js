// @ts-check
/**
 * Runs a project's vitest with coverage over all of its sources. From version 4 on vitest counts only files that a test
 * has loaded, unless it is told which ones there are: the project's own `coverage.include` tells it, or an argument; where
 * neither does, this program names the files below each `src`, or all of them, and writes the names to a file.
 *
 * Usage: node run-tests.js '{"scope": "vitest", "command": [...], "scopeFile": "/reports/coverage-scope.json", "resultsFile": "/reports/results.json"}'
 */
/* global process */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
 * @import { RunSettings } from '../../src/gates/test/run-settings.ts'
 */

const code = '*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const notSources = [
  '**/node_modules/**',
  '**/test/**',
  '**/tests/**',
  '**/__tests__/**',
  '**/dist/**',
  '**/build/**',
];
const alsoNot = ['**/coverage/**', '**/*.config.*', '**/.*/**', '**/*.d.ts', '**/*.{test,spec}.*'];

/**
 * The project's own settings of coverage, read by vitest in a process of its own: it runs the project's code.
 * @returns {Partial<Pick<CoverageScope, 'include' | 'exclude'>> | undefined}
 */
function ownCoverage() {
  const file = '/tmp/vitest-coverage.json';
  const script = `
    import { writeFileSync } from 'node:fs';
    import { resolveConfig } from 'vitest/node';
    const resolved = await resolveConfig({}, {});
    // Version 4 answers {vitestConfig}, later ones Vite's configuration with vitest's in it.
    const { include, exclude } = (resolved.vitestConfig ?? resolved.test).coverage;
    writeFileSync(${JSON.stringify(file)}, JSON.stringify({ include, exclude }));
    process.exit(0);
  `;
  rmSync(file, { force: true });
  spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore', timeout: 60_000 });
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // vitest will say by itself what is wrong with its configuration, and what it measures is then its own choice.
    return undefined;
  }
}

/**
 * Files to count, and how they came to be named.
 * @param {readonly string[]} args
 * @returns {CoverageScope}
 */
function scopeOf(args) {
  const given = args.filter((argument) => argument.startsWith('--coverage.include'));
  if (given.length > 0)
    return { by: 'arguments', include: given.map((argument) => argument.split('=')[1] ?? '') };
  const version = JSON.parse(readFileSync('node_modules/vitest/package.json', 'utf8')).version;
  if (Number.parseInt(version, 10) < 4) return { by: 'runner', include: [] };
  const own = ownCoverage();
  if (own === undefined) return { by: 'runner', include: [] };
  const { include = [], exclude = [] } = own;
  if (include.length > 0) return { by: 'project', include };
  const below = globSync('**/src', { exclude: (name) => ['node_modules', '.git'].includes(name) });
  if (below.length > 0) return { by: 'default', include: [`**/src/**/${code}`] };
  return {
    by: 'default',
    include: [`**/${code}`],
    exclude: [...exclude, ...notSources, ...alsoNot],
  };
}

/**
 * Takes the coverage of each line out of vitest's results: it is in a report of its own, and many times as long.
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
const { command, scopeFile, resultsFile } = JSON.parse(process.argv[2] ?? '');
const scope = scopeOf(command);
writeFileSync(scopeFile, JSON.stringify(scope));
const named = scope.by === 'default' ? scope.include.map((pattern) => `--coverage.include=${pattern}`) : [];
const leftOut = (scope.exclude ?? []).map((pattern) => `--coverage.exclude=${pattern}`);
const child = spawn(process.execPath, [...command, ...named, ...leftOut], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (exitCode, signal) => {
  shorten(resultsFile);
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = exitCode;
});
