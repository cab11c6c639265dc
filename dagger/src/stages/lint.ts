import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { decideLint } from '../verdict/lint.ts';
import type { Decision } from '../verdict/model.ts';
import { withDependencies } from './dependencies.ts';
import { attempt, evidenceOf } from './evidence.ts';
import { leftOut, type Project } from './project.ts';

/** The tools' programs, called by path: what is missing is then the tool's own error, never another tool's. */
const eslint = ['node', 'node_modules/eslint/bin/eslint.js'];
const prettier = ['node', 'node_modules/prettier/bin/prettier.cjs'];
const tsc = ['node', 'node_modules/typescript/bin/tsc'];

/** Where Prettier and the compiler keep what they know of files that did not change; both check it by content. */
const cache = '/cache';
const prettierCache = ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/prettier`];
const tscCache = ['--incremental', '--tsBuildInfoFile', `${cache}/tsc.tsbuildinfo`];

/**
 * Runs ESLint, Prettier and the type checker side by side over one installed source. ESLint's typed rules look through
 * imports, so it has no cache that could be trusted; instead each part that stands for itself is linted by itself.
 */
export async function lint({ source, configuration }: Project): Promise<Decision> {
  const volume = dag.cacheVolume(`lint-${configuration.project}`);
  const without = (paths: readonly string[]): Container =>
    withDependencies(source, paths)
      .withMountedCache(cache, volume)
      .withEnvVariable('NODE_COMPILE_CACHE', `${cache}/compiled`);
  const whole = without([]);
  const folders = (await source.entries())
    .filter((name) => name.endsWith('/'))
    .map((name) => name.slice(0, -1));
  const [eslintRuns, prettierRun, tscRun] = await Promise.all([
    Promise.all(eslintAttempts(configuration.lint.parts, folders, without).map(evidenceOf)),
    evidenceOf(
      attempt(whole, [...prettier, '.', '--list-different', ...prettierCache], { codes: [0, 1, 2] }),
    ),
    evidenceOf(attempt(whole, [...tsc, '--noEmit', '--pretty', 'false', ...tscCache], { codes: [0, 1, 2] })),
  ]);
  return decideLint({ eslint: eslintRuns, prettier: prettierRun, tsc: tscRun });
}

/** A run for each part, with no other folder of the source beside it, and one for what is in no part. */
function eslintAttempts(
  parts: readonly string[],
  folders: readonly string[],
  without: (paths: readonly string[]) => Container,
): Container[] {
  const rest = attempt(without(parts), [...eslint, '.', '--format', 'json']);
  const each = parts.map((part) => {
    const others = folders.filter((folder) => folder !== part.split('/')[0]);
    return attempt(without(others), [...eslint, part, '--format', 'json']);
  });
  return [...each, rest];
}

/** The source as ESLint's and Prettier's own fixes leave it; what they cannot fix stays for lint to tell. */
export function format({ source }: Project): Directory {
  const fixed = attempt(withDependencies(source), [...eslint, '.', '--fix']);
  return formatted(fixed).directory('/src').filter({ exclude: leftOut });
}

function formatted(container: Container): Container {
  return attempt(container, [...prettier, '.', '--write'], { codes: [0, 1, 2] });
}
