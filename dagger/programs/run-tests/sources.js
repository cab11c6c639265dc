// @ts-check
/**
 * The files that count for the coverage where a project does not say: those below each `src`, or all of them but tests,
 * what is built, and configurations.
 */
import { globSync } from 'node:fs';

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
 * Patterns of the sources in some folders.
 * @param {readonly string[]} folders that the patterns are relative to
 * @param {readonly string[]} exclude patterns that do not count besides
 * @returns {CoverageScope}
 */
export function sourcesIn(folders, exclude = []) {
  const hasSrc = folders.every(
    (cwd) =>
      globSync('**/src', { cwd, exclude: (name) => ['node_modules', '.git'].includes(name) }).length > 0,
  );
  if (hasSrc) return { by: 'default', include: [`**/src/**/${code}`] };
  return { by: 'default', include: [`**/${code}`], exclude: [...exclude, ...notSources, ...alsoNot] };
}
