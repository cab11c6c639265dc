import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import { attempt, withPrograms } from '../../tools/attempt.stage.ts';
import { foundWords, type Installed } from '../packages/installed.ts';
import type { Prepared } from '../needs/prepare.stage.ts';
import type { Installation } from '../packages/stage.ts';
import { type Compiler, compilerCodes, compilers } from './adapters/tsc.ts';

/** A project with its packages, for the tools that run over it. */
export interface Bench {
  readonly project: Project;
  readonly installation: Installation;
  readonly installed: Installed;
  /** The installed source, with what the project's commands wrote. */
  readonly ready: Prepared;
}

/** Folder of the compiler's incremental state, which it validates by the files' content. */
const cache = '/cache';

/**
 * Runs a type checker. TypeScript's cache depends on the content of the compiler, which runs no code of the source: another
 * source cannot write what this run reads. There is no cache where the digest of the compiler could be wrong, because the
 * installation ran code of the project or of a package, or where other packages determine what it does, as they do for Vue's.
 */
export function typecheck(
  tools: Container,
  { project, installation, installed }: Bench,
  compiler: Compiler,
): Container {
  const key = installation.isUntouched && compiler === 'tsc' ? installed.compiler : null;
  const base = withPrograms(tools, 'typecheck', 'source');
  const container = key === null ? base : base.withMountedCache(cache, dag.cacheVolume(`tsc-${key}`));
  const [tsc] = foundWords([compilers[compiler]], installed);
  const settings = JSON.stringify({
    tsc,
    buildInfo: key === null ? null : cache,
    configurations: project.facts.typeConfigurations,
  });
  return attempt(container, ['node', '/programs/typecheck/typecheck.js', settings], {
    codes: [...compilerCodes],
  });
}
