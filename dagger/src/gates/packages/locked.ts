/** A package in a lockfile, whichever manager wrote it. */
export interface LockedPackage {
  /** Its place in the lockfile: npm's location (`node_modules/a/node_modules/b`), or the key of its entry. */
  readonly location: string;
  readonly name: string;
  readonly version: string;
  /** Where it comes from; absent if that is the registry that the manager is configured with. */
  readonly resolved?: string;
  /** Digest of its archive, as Subresource Integrity writes it. */
  readonly integrity?: string;
  /** True where the manager itself records no integrity, so that none is missing. */
  readonly withoutIntegrity: boolean;
  /** True if the lockfile says that it runs a script when it is installed. Most formats do not tell. */
  readonly hasInstallScript: boolean;
  /** Names under which it is installed beside its own: those by which aliases ask for it. */
  readonly aliases: readonly string[];
  /** Another name under which it is installed, though no alias asks for that. */
  readonly standsAs?: string;
  /** False if it is never installed on Linux. */
  readonly isHere: boolean;
  /** True if it is installed in production too, judged by the dependency graph and not by its entry. */
  readonly production: boolean;
  /** True if it comes in the archive of a package above it. */
  readonly bundled: boolean;
}

/** The packages of a lockfile, and how the project comes to each. */
export interface Lockfile {
  /** Its path in the source. */
  readonly file: string;
  /** The packages from outside, by location. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** The shortest dependency path to each location: `mkdirp@0.5.1 > minimist@0.0.8`. */
  readonly paths: ReadonlyMap<string, string>;
  /** The line of each location, where it is known. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Whether a package is installed on Linux: an optional one is not if its `os` list excludes it (npm, package.json, os).
 */
export function isInstalledHere({
  isOptional,
  systems,
}: {
  readonly isOptional: boolean;
  readonly systems: readonly string[];
}): boolean {
  const taken = systems.filter((system) => !system.startsWith('!'));
  const isTaken = (taken.length === 0 || taken.includes('linux')) && !systems.includes('!linux');
  return isTaken || !isOptional;
}
