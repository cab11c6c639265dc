import type { ProjectFacts } from './facts/facts.ts';
import { lockfiles } from './facts/lockfiles.ts';
import type { PackageManager } from './facts/manager.ts';
import type { ManagerName } from './facts/manager-signs.ts';
import { onlyMajor, parseRange } from './facts/version-range.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The package manager that installs a project. */
export interface ManagerUse {
  readonly name: ManagerName;
  /** Exact version or range of one major version; absent if nothing tells. */
  readonly version?: string;
  /** Path of its lockfile; absent if the project has none. */
  readonly lockfile?: string;
}

/**
 * The manager and its lockfile, by the facts of the project.
 * @param entries names in the top directory
 * @throws UsageError if there are lockfiles of two managers, and package.json does not say which one is used
 */
export function managerUse(
  { packageManager }: Pick<ProjectFacts, 'packageManager'>,
  entries: readonly string[],
): ManagerUse {
  if (packageManager === undefined) return { name: 'npm' };
  const { value, from } = packageManager;
  const [first, ...others] = lockfiles.filter(({ file }) => entries.includes(file));
  const second = others.find(({ name }) => name !== first?.name);
  if (first !== undefined && second !== undefined && !/^(?:package|pipeline)\.json: /.test(from)) {
    throw new UsageError(
      `found ${first.file} (${first.name}) and ${second.file} (${second.name}): expected the lockfile of one package manager: remove the other one, or name the manager as packageManager in package.json`,
    );
  }
  const version = versionOf(value);
  return {
    name: value.name,
    ...(version === undefined ? {} : { version }),
    ...(value.lockfile === undefined ? {} : { lockfile: value.lockfile }),
  };
}

/**
 * The version to bring: the one that is named, unless it is a range over several majors, of which the lockfile may know
 * one. Yarn 1 and its later versions are two programs, so that one of them is always named.
 */
function versionOf(manager: PackageManager): string | undefined {
  const { version, major } = manager;
  if (onlyMajor(parseRange(version?.value ?? '')) !== undefined) return version?.value;
  if (major !== undefined) return String(major);
  if (manager.name === 'yarn') return manager.line === 'classic' ? '1' : '4';
  return version?.value;
}
