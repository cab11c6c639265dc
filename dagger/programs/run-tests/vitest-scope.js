// @ts-check
/**
 * The files that count for vitest's coverage. From version 4 on it counts only files that a test has loaded, unless it is
 * told which ones there are: the project's own `coverage.include` tells it, or an argument; else the sources are named.
 */
/* global process */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourcesIn } from './sources.js';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
 */

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
 * @param {readonly string[]} args the path of vitest's program, and its arguments
 * @returns {CoverageScope}
 */
export function vitestScope(args) {
  const [program = ''] = args;
  const given = args.filter((argument) => argument.startsWith('--coverage.include'));
  if (given.length > 0)
    return { by: 'arguments', include: given.map((argument) => argument.split('=')[1] ?? '') };
  const version = JSON.parse(readFileSync(join(dirname(program), 'package.json'), 'utf8')).version;
  if (Number.parseInt(version, 10) < 4) return { by: 'runner', include: [] };
  const own = ownCoverage();
  if (own === undefined) return { by: 'runner', include: [] };
  const { include = [], exclude = [] } = own;
  return include.length > 0 ? { by: 'project', include } : sourcesIn(['.'], exclude);
}

/**
 * Arguments by which vitest counts these files.
 * @param {CoverageScope} scope
 */
export function vitestArguments({ by, include, exclude = [] }) {
  const named = by === 'default' ? include.map((pattern) => `--coverage.include=${pattern}`) : [];
  return [...named, ...exclude.map((pattern) => `--coverage.exclude=${pattern}`)];
}
