import { readPackageTree } from './package-tree.ts';

/** Versions of packages in the top `node_modules`, by the lockfile; empty if it cannot be read. */
export function lockedVersions(lockfile: string): ReadonlyMap<string, string> {
  try {
    const { packages } = readPackageTree(lockfile);
    const top = [...packages.values()].filter(({ location }) =>
      /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(location),
    );
    return new Map(top.map(({ location, version }) => [location.slice('node_modules/'.length), version]));
  } catch {
    return new Map();
  }
}

/** A package that a gate's tool needs. */
export interface NeededPackage {
  readonly name: string;
  /** Lowest major version that the gate supports. */
  readonly major: number;
  /** Packages that may replace it. */
  readonly instead?: readonly string[];
  /** How the project can leave it out. */
  readonly without: string;
}

/**
 * Why a tool cannot run with the packages that the lockfile installs.
 * @param others packages to mention if one of them is installed instead of the tool
 * @returns undefined if it can run
 */
export function notInstalled(
  versions: ReadonlyMap<string, string>,
  { name, major, instead = [], without }: NeededPackage,
  others: readonly string[] = [],
): string | undefined {
  const version =
    versions.get(name) ?? instead.map((other) => versions.get(other)).find((found) => found !== undefined);
  if (version === undefined) {
    const found = others.filter((other) => versions.has(other));
    const there = found.length === 0 ? '' : ` (there is ${found.join(', ')})`;
    return `${name} is not installed${there}: npm install --save-dev ${name}, or ${without}`;
  }
  if (Number.parseInt(version, 10) >= major) return undefined;
  return `${name} ${version} is too old for this gate, ${String(major)} is the lowest: npm install --save-dev ${name}@latest, or ${without}`;
}

/**
 * The identity of the compiler, from the lockfile, as a name for its cache. Undefined if TypeScript does not come from
 * a registry with an integrity, because then the source determines its code.
 */
export function compilerKey(lockfile: string): string | undefined {
  try {
    const typescript = readPackageTree(lockfile).packages.get('node_modules/typescript');
    const integrity = typescript?.entry.at('integrity').optionalText() ?? '';
    const isOfSource = /^(?!https?:)/.test(typescript?.entry.at('resolved').optionalText() ?? 'https:');
    const isLocked = /^sha512-[A-Za-z0-9+/]+={0,2}$/.test(integrity);
    return isLocked && !isOfSource
      ? integrity.slice('sha512-'.length).replaceAll(/[^A-Za-z0-9]/g, '-')
      : undefined;
  } catch {
    return undefined;
  }
}

/** Packages whose install scripts did not run, because the pipeline runs none; the project's own as `this project`. */
export function withInstallScripts(lockfile: string): string[] {
  try {
    const { root, packages } = readPackageTree(lockfile);
    const scripted = [...packages.values()].filter(
      ({ entry }) => entry.at('hasInstallScript').optionalBoolean() === true,
    );
    const own = root.at('hasInstallScript').optionalBoolean() === true ? ['this project'] : [];
    return [...new Set([...own, ...scripted.map(({ name }) => name)])];
  } catch {
    return [];
  }
}
