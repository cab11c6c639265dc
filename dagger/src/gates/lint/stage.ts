import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { LintTool } from '../../project/settings.ts';
import { selectTools, warningLimitFor } from './tools.ts';
import { type Installed, notInstalled } from '../packages/installed.ts';
import { decideLint } from './decide.ts';
import { scriptsAmong } from '../../project/files.ts';
import { boundSuppressions, withSuppressed } from '../suppressions.ts';
import type { Decision } from '../../verdict/model.ts';
import {
  type Installation,
  installationOf,
  installedPackages,
  installFault,
  withDependencies,
  withNotes,
} from '../packages/stage.ts';
import { attempt, evidenceOf, withPrograms } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, leftOut, type Project } from '../../project/project.stage.ts';
import { sourceFiles } from '../../project/files.stage.ts';
import { suppressionsFor } from '../suppressions.stage.ts';

/** The tools' programs, called by path, so that a missing one gives its own error and never starts another tool. */
const eslint = ['node', 'node_modules/eslint/bin/eslint.js'];
const prettier = ['node', 'node_modules/prettier/bin/prettier.cjs'];
const tsc = 'node_modules/typescript/bin/tsc';

/** The packages that each tool needs, and the setting that leaves the tool out. */
const needed = {
  eslint: { name: 'eslint', major: 8, without: 'leave eslint out of lint.tools in pipeline.json' },
  prettier: { name: 'prettier', major: 3, without: 'leave prettier out of lint.tools in pipeline.json' },
  tsc: { name: 'typescript', major: 4, without: 'leave tsc out of lint.tools in pipeline.json' },
} as const;

/** Folder of the compiler's incremental state, which it validates by the files' content. */
const cache = '/cache';

/**
 * Runs ESLint, Prettier and the type checker in parallel over one installed source. ESLint's typed rules follow
 * imports, so no cache of its results could be trusted; instead each independent part is linted separately.
 */
export async function lint(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  if (fault !== undefined) return withNotes(fault, installation);
  const { lint: settings } = project.configuration;
  const { asked, unsupported, notes } = selectTools(settings, project.facts);
  const { versions, compiler } = await installedPackages(installation);
  const there = { versions, add: installation.manager.add };
  const ask = async <T>(tool: LintTool, run: () => Promise<T>): Promise<T | string | undefined> =>
    asked.includes(tool) ? (notInstalled(there, needed[tool]) ?? run()) : undefined;
  const [{ files }, suppressed, eslintRuns, prettierRun, tscRun] = await Promise.all([
    sourceFiles(project),
    suppressionsFor(project, asked),
    ask('eslint', async () =>
      Promise.all((await eslintAttempts(project, installation, settings.parts)).map(evidenceOf)),
    ),
    ask('prettier', () => evidenceOf(formatted(withTools(project, installation)))),
    ask('tsc', () => evidenceOf(typecheck(project, installation, compiler))),
  ]);
  const decision = decideLint({
    eslint: eslintRuns,
    prettier: prettierRun,
    tsc: tscRun,
    unsupported,
    warningLimit: warningLimitFor(settings, project.facts),
    scripts: scriptsAmong(files),
  });
  const bounded = boundSuppressions(withSuppressed(decision, suppressed), settings.suppressions);
  return withNotes(bounded, { notes: [...notes, ...installation.notes] });
}

/**
 * Runs the type checker. The compiler's cache depends on the content of the compiler, which runs no code of the source:
 * another source cannot write what this run reads. There is no cache where the digest of the compiler could be wrong,
 * because the installation ran code of the project, or where other packages could determine what it does.
 */
function typecheck(project: Project, installation: Installation, compiler: Installed['compiler']): Container {
  const key = installation.isShared ? compiler : null;
  const base = withPrograms(withTools(project, installation), 'typecheck', 'source');
  const container = key === null ? base : base.withMountedCache(cache, dag.cacheVolume(`tsc-${key}`));
  const settings = JSON.stringify({ tsc, buildInfo: key === null ? null : cache });
  return attempt(container, ['node', '/programs/typecheck/typecheck.js', settings], {
    codes: [0, 1, 2, 3, 4, 5],
  });
}

/** The installed source in which a tool runs; see {@link withDependencies}. */
function withTools(project: Project, installation: Installation, without: readonly string[] = []): Container {
  return uncachedOnRerun(project, 'lint', withDependencies(project, installation, without));
}

/** One run for each part, without the other folders of the source, and one run for all files outside the parts. */
async function eslintAttempts(
  project: Project,
  installation: Installation,
  parts: readonly string[],
): Promise<Container[]> {
  const folders = (await project.source.entries())
    .filter((name) => name.endsWith('/'))
    .map((name) => name.slice(0, -1));
  const rest = attempt(withTools(project, installation, parts), [...eslint, '.', '--format', 'json']);
  const each = parts.map((part) => {
    const others = folders.filter((folder) => folder !== part.split('/')[0]);
    return attempt(withTools(project, installation, others), [...eslint, part, '--format', 'json']);
  });
  return [...each, rest];
}

/** The source after ESLint's and Prettier's own fixes. Findings that they cannot fix are left for lint. */
export async function format(project: Project): Promise<Directory> {
  const installation = await installationOf(project);
  const fixed = attempt(withDependencies(project, installation), [...eslint, '.', '--fix']);
  return formatted(fixed).directory('/src').filter({ exclude: leftOut });
}

/** Runs Prettier on a copy: it names each file that it checked only if it writes. */
function formatted(container: Container): Container {
  return attempt(container, [...prettier, '.', '--write'], { codes: [0, 2] });
}
