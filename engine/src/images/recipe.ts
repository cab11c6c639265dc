/** The Debian roots that mmdebstrap makes. */
export type RootName = 'bookworm' | 'trixie';

/** A package of npm's registry that a recipe gets as a file, because its root has no client to fetch it with. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** The registry's own `dist.integrity`; the file is compared with it. */
  readonly integrity: string;
}

/** How an image is made from packages. Its Dockerfile is in `recipes/<folder>/`, whose files are the build context. */
export interface Recipe {
  /** Part of the made image's name. */
  readonly name: string;
  /** Folder of the recipe, which several may have with other arguments. Default: its name. */
  readonly folder?: string;
  /** Repositories that it stands in for, as people write them. */
  readonly repositories: readonly string[];
  /** Tags that it stands in for. */
  readonly tags: RegExp;
  /**
   * Roots that its Dockerfile builds on, each given as the build argument of that name in capitals; a single one as `ROOT`
   * too, for a Dockerfile that several recipes have.
   */
  readonly roots: readonly RootName[];
  /** Stage of the Dockerfile. Default: the last. */
  readonly target?: string;
  /** Further build arguments. */
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** Files `packages/<name>.tgz` of the build context. */
  readonly npmPackages?: readonly NpmPackage[];
  /** About how long making it takes on two cores, when that is long enough to be told beforehand. */
  readonly minutes?: number;
  /** Its differences from the image that it replaces, shown whenever it is used. */
  readonly notes: readonly string[];
}
