// @ts-check
/**
 * The files that count for the coverage where a project does not say: those below each `src`, or all of them but tests,
 * what is built, and configurations.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @import { CoverageScope } from '../../src/gates/test/decide.ts'
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
 * Whether there is a folder `src` below a folder. Node 20 has no glob of its own.
 * @param {string} folder
 * @returns {boolean}
 */
function hasSrc(folder) {
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !['node_modules', '.git'].includes(entry.name),
  );
  return below.some(({ name }) => name === 'src') || below.some(({ name }) => hasSrc(join(folder, name)));
}

/**
 * Patterns of the sources in some folders.
 * @param {readonly string[]} folders that the patterns are relative to
 * @param {readonly string[]} exclude patterns that do not count besides
 * @returns {CoverageScope}
 */
export function sourcesIn(folders, exclude = []) {
  if (folders.every(hasSrc)) return { by: 'default', include: [`**/src/**/${code}`] };
  return { by: 'default', include: [`**/${code}`], exclude: [...exclude, ...notSources, ...alsoNot] };
}
