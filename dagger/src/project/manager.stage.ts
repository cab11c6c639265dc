import type { Directory } from '@dagger.io/dagger';

import { managerOf, type ManagerUse, withVersion } from './manager-use.ts';
import { requireManifest } from './source.ts';

/**
 * The package manager of a source, by the files in its top directory.
 * @throws UsageError if there is no package.json, or lockfiles of two managers
 */
export async function managerIn(source: Directory): Promise<ManagerUse> {
  const entries = await source.entries();
  requireManifest(entries);
  const use = managerOf(entries, await source.file('package.json').contents());
  if (use.version !== undefined || (use.name !== 'yarn' && use.name !== 'pnpm')) return use;
  const textOf = async (path: string | undefined): Promise<string> =>
    path !== undefined && entries.includes(path) ? source.file(path).contents() : '';
  const [lockfile, yarnrc] = await Promise.all([textOf(use.lockfile), textOf('.yarnrc.yml')]);
  return withVersion(use, { lockfile, yarnrc });
}
