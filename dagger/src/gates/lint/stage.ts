import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { LintTool } from '../../project/settings.ts';
import { compilerKey, lockedVersions, notInstalled } from '../packages/installed.ts';
import { decideLint } from './decide.ts';
import { scriptsAmong } from '../../project/files.ts';
import { boundSuppressions, withSuppressed } from '../suppressions.ts';
import type { Decision } from '../../verdict/model.ts';
import { installFault, lockfileOf, withDependencies } from '../packages/stage.ts';
import { attempt, evidenceOf, withPrograms } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, leftOut, type Project } from '../../project/project.stage.ts';
import { sourceFiles } from '../../project/files.stage.ts';
import { suppressionsFor } from '../suppressions.stage.ts';

/** The tools' programs, called by path: what is missing is then the tool's own error, never another tool's. */
const eslint = ['node', 'node_modules/eslint/bin/eslint.js'];
const prettier = ['node', 'node_modules/prettier/bin/prettier.cjs'];
const tsc = 'node_modules/typescript/bin/tsc';

/** What each tool needs to be installed, and the setting that leaves it out. */
const needed = {
  eslint: { name: 'eslint', major: 8, without: 'leave eslint out of lint.tools in pipeline.json' },
  prettier: { name: 'prettier', major: 3, without: 'leave prettier out of lint.tools in pipeline.json' },
  tsc: { name: 'typescript', major: 4, without: 'leave tsc out of lint.tools in pipeline.json' },
} as const;

/** Where the compiler keeps what it knows of files that did not change; it checks that by content. */
const cache = '/cache';

/**
 * Runs ESLint, Prettier and the type checker side by side over one installed source. ESLint's typed rules look through
 * imports, so it has no cache that could be trusted; instead each part that stands for itself is linted by itself.
 */
export async function lint(project: Project): Promise<Decision> {
  const fault = await installFault(project);
  if (fault !== undefined) return fault;
  const { tools, parts } = project.configuration.lint;
  const lockfile = await lockfileOf(project);
  const versions = lockedVersions(lockfile);
  const ask = async <T>(tool: LintTool, run: () => Promise<T>): Promise<T | string | undefined> =>
    tools.includes(tool) ? (notInstalled(versions, needed[tool]) ?? run()) : undefined;
  const [{ files }, suppressed, eslintRuns, prettierRun, tscRun] = await Promise.all([
    sourceFiles(project),
    suppressionsFor(project, tools),
    ask('eslint', async () => Promise.all((await eslintAttempts(project, parts)).map(evidenceOf))),
    ask('prettier', () => evidenceOf(formatted(withTools(project)))),
    ask('tsc', () => evidenceOf(typecheck(project, lockfile))),
  ]);
  const decision = decideLint({
    eslint: eslintRuns,
    prettier: prettierRun,
    tsc: tscRun,
    scripts: scriptsAmong(files),
  });
  return boundSuppressions(withSuppressed(decision, suppressed), project.configuration.lint.suppressions);
}

/**
 * The compiler's cache is of the installed packages alone: it runs no code of the source, so that no other source can write
 * what this one reads. Where TypeScript itself comes from the source, there is none.
 */
function typecheck(project: Project, lockfile: string): Container {
  const key = compilerKey(lockfile);
  const base = withPrograms(withTools(project), 'typecheck', 'source');
  const container = key === undefined ? base : base.withMountedCache(cache, dag.cacheVolume(`tsc-${key}`));
  const settings = JSON.stringify({ tsc, buildInfo: key === undefined ? null : cache });
  return attempt(container, ['node', '/programs/typecheck/typecheck.js', settings], {
    codes: [0, 1, 2, 3, 4, 5],
  });
}

/** The installed source, in which a tool runs; see {@link withDependencies}. */
function withTools(project: Project, without: readonly string[] = []): Container {
  return uncachedOnRerun(project, 'lint', withDependencies(project.source, without));
}

/** A run for each part, with no other folder of the source beside it, and one for what is in no part. */
async function eslintAttempts(project: Project, parts: readonly string[]): Promise<Container[]> {
  const folders = (await project.source.entries())
    .filter((name) => name.endsWith('/'))
    .map((name) => name.slice(0, -1));
  const rest = attempt(withTools(project, parts), [...eslint, '.', '--format', 'json']);
  const each = parts.map((part) => {
    const others = folders.filter((folder) => folder !== part.split('/')[0]);
    return attempt(withTools(project, others), [...eslint, part, '--format', 'json']);
  });
  return [...each, rest];
}

/** The source as ESLint's and Prettier's own fixes leave it; what they cannot fix stays for lint to tell. */
export function format({ source }: Project): Directory {
  const fixed = attempt(withDependencies(source), [...eslint, '.', '--fix']);
  return formatted(fixed).directory('/src').filter({ exclude: leftOut });
}

/** Prettier names each file that it looked at only where it writes, which is to a copy. */
function formatted(container: Container): Container {
  return attempt(container, [...prettier, '.', '--write'], { codes: [0, 2] });
}
