import { readIf } from '../verdict/json-text.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The package manager of a project. */
export interface ManagerUse {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** Exact version or range, as the project names it; else the major version that writes such a lockfile. */
  readonly version?: string;
  /** Path of its lockfile; absent if the project has none. */
  readonly lockfile?: string;
}

/** The lockfiles of each manager, the one that it prefers first. */
export const lockfiles: Readonly<Record<ManagerUse['name'], readonly string[]>> = {
  npm: ['package-lock.json'],
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
  bun: ['bun.lock', 'bun.lockb'],
};

const names = ['npm', 'pnpm', 'yarn', 'bun'] as const;

/** The manager that `packageManager` in package.json names, and its version (Node, "packageManager"). */
interface NamedManager {
  readonly name: ManagerUse['name'];
  readonly version?: string;
}

/**
 * The manager and its lockfile, by what stands in the top directory: `packageManager` where its lockfile is there or no
 * other is, else the lockfile; npm where nothing is named.
 * @param entries names in the top directory
 * @param manifest the text of package.json
 * @throws UsageError if there are lockfiles of two managers, and packageManager names neither
 */
export function managerOf(entries: readonly string[], manifest: string): ManagerUse {
  const present = names.flatMap((name) => {
    const lockfile = lockfiles[name].find((file) => entries.includes(file));
    return lockfile === undefined ? [] : [{ name, lockfile }];
  });
  const named = namedIn(manifest);
  const own = present.find(({ name }) => name === named?.name);
  if (own !== undefined) return { ...own, ...named };
  const [first, second] = present;
  if (first === undefined) return named ?? { name: 'npm' };
  if (second === undefined) return first;
  throw new UsageError(
    `found ${first.lockfile} (${first.name}) and ${second.lockfile} (${second.name}): expected the lockfile of one package manager: remove the other one, or name the manager as packageManager in package.json`,
  );
}

function namedIn(manifest: string): NamedManager | undefined {
  const text = readIf(manifest, (root) => root.at('packageManager').optionalText()) ?? '';
  const [, found, version] = /^([a-z]+)@(\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?)(?:\+.*)?$/.exec(text) ?? [];
  const name = names.find((one) => one === (found ?? text.split('@')[0]));
  if (name === undefined) return undefined;
  return version === undefined ? { name } : { name, version };
}

/**
 * The same with the version that the project's other files speak of, where packageManager names none: the program in
 * Yarn's yarnPath, or the major version that writes such a lockfile.
 * @param texts of the lockfile and of .yarnrc.yml; empty where there is none
 */
export function withVersion(
  use: ManagerUse,
  texts: { readonly lockfile: string; readonly yarnrc: string },
): ManagerUse {
  if (use.version !== undefined) return use;
  const version =
    use.name === 'yarn' ? yarnVersion(texts) : use.name === 'pnpm' ? pnpmVersion(texts.lockfile) : undefined;
  return version === undefined ? use : { ...use, version };
}

/** Yarn's lockfile has a version of its own: 4 was written by Yarn 2, 5 to 7 by Yarn 3. */
function yarnVersion({ lockfile, yarnrc }: { readonly lockfile: string; readonly yarnrc: string }): string {
  const program = /^yarnPath: .*yarn-(\d+\.\d+\.\d+)\.c?js/m.exec(yarnrc)?.[1];
  if (program !== undefined) return program;
  if (lockfile.includes('# yarn lockfile v1')) return '1';
  const format = Number(/^__metadata:\s+version: (\d+)/m.exec(lockfile)?.[1] ?? (yarnrc === '' ? 0 : 8));
  if (format === 0) return '1';
  if (format === 4) return '2';
  return format < 8 ? '3' : '4';
}

/** pnpm's lockfileVersion: 5 was written by pnpm 7 and before, 6 by pnpm 8, 9 by pnpm 9 and later. */
function pnpmVersion(lockfile: string): string | undefined {
  const format = /^lockfileVersion: '?(\d+)/m.exec(lockfile)?.[1];
  return { 5: '7', 6: '8', 9: '10' }[format ?? ''];
}
