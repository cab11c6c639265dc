import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';

/** Texts of files in the project's top directory, by name; a file that is not there is absent. */
export type Texts = Readonly<Record<string, string>>;

/**
 * What the pipeline knows of a package manager: how its program is brought, how it installs, and what its errors mean.
 * Install scripts never run, and connections are encrypted, whatever the project's own settings say.
 */
export interface PackageManager {
  /** Its name in sentences. */
  readonly name: string;
  /**
   * Commands that bring the program. They run before anything of the project is there, so that one result serves every
   * project.
   * @param version exact version or range; a default of ours where the project names none
   */
  readonly program: (version: string | undefined) => readonly (readonly string[])[];
  /** Files that an installation reads, as patterns. Only these are copied before it. */
  readonly files: readonly string[];
  /** Installs exactly what the lockfile says, and fails if it does not agree with package.json. */
  readonly frozen: readonly string[];
  /** Installs what package.json asks for, and leaves no lockfile behind. */
  readonly unlocked: readonly string[];
  /** Variables of these two commands. */
  readonly environment: Readonly<Record<string, string>>;
  /** File of a user's settings in which it finds a token, and its text for some registries. */
  readonly credentials: {
    readonly path: string;
    readonly text: (registries: readonly string[], token: string) => string;
  };
  /** Folder of what was downloaded, and the volume that keeps it for every project. */
  readonly cache: { readonly path: string; readonly volume: string };
  /** Files of the top directory that the next two functions read. */
  readonly reads: readonly string[];
  /**
   * Whether the project makes the manager run code that no registry serves. What such code could have written is shared
   * with no other project.
   */
  readonly runsOwnCode: (texts: Texts) => boolean;
  /** Facts about the installation that the report tells. */
  readonly notes: (texts: Texts) => readonly string[];
  /** Runs a script of package.json, with those around it that this manager runs; its name follows. */
  readonly script: readonly string[];
  /** Adds a package for development; its name follows. */
  readonly add: string;
  /** Makes the lockfile, and installs nothing where the manager can do that. */
  readonly lock: string;
  /**
   * Decides on a failed installation: red if the project itself cannot be installed, unavailable if a registry or the
   * machine is the cause.
   * @param command the beginning of the command, for messages
   * @returns undefined if the installation worked
   */
  readonly decide: (evidence: Evidence, command: string) => Decision | undefined;
}

/**
 * Whether packages are folders of the source (`file:`), which all managers but npm copy when they install. Archives are
 * among the files that are always there.
 * @param texts package.json and the lockfile
 */
export function copiesFolders(texts: readonly string[]): boolean {
  const paths = texts.flatMap((text) =>
    [...text.matchAll(/\bfile:([^"'\s,#):]+)/g)].map(([, path = '']) => path),
  );
  return (
    paths.some((path) => !/\.(?:tgz|tar\.gz)$/.test(path)) ||
    texts.some((text) => /\binjected"?: *true/.test(text))
  );
}

/**
 * A package at a version, as npm takes it.
 * @throws RangeError if the version is none: npm would take a file or an address for one
 */
export function packageAt(name: string, version: string): string {
  if (!/^[\w.^~<>=|* -]+$/.test(version)) {
    throw new RangeError(
      `${name}: expected a version, got ${JSON.stringify(version)}: fix packageManager in package.json`,
    );
  }
  return `${name}@${version}`;
}

/**
 * Installs a program from npm for the whole container, without scripts of it or of its dependencies. `--force` because
 * Node's own images have a Yarn 1, which npm would not replace (EEXIST).
 */
export function globally(name: string, version: string): string[] {
  const flags = [
    ...['--force', '--ignore-scripts', '--strict-ssl=true'],
    ...['--no-audit', '--no-fund', '--loglevel=error'],
  ];
  return ['npm', 'install', '--global', ...flags, packageAt(name, version)];
}

/**
 * Installs a package into a folder of its own, without scripts and without its peers. Its dependencies are inside of its
 * own folder, so that this can be put into a project whatever manager installed that one: it finds its own packages there,
 * and its peers are the project's.
 * @param folder of which `node_modules` will have the package and nothing else
 */
export function apart(name: string, version: string, folder: string): string[] {
  const flags = [
    ...['--prefix', folder, '--no-save', '--install-strategy=nested', '--legacy-peer-deps'],
    ...['--ignore-scripts', '--strict-ssl=true', '--no-audit', '--no-fund', '--loglevel=error'],
  ];
  return ['npm', 'install', ...flags, packageAt(name, version)];
}
