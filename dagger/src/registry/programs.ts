/** Settings and records of the programs in `dagger/programs/registry/`. */
import type { CosignResult } from './cosign.ts';
import type { Found, RegistryFailureKind } from './registry-answer.ts';

/** A port on the container's localhost that is forwarded to the registry's service. */
export interface Forward {
  readonly port: number;
  readonly alias: string;
}

/** Settings of the program `catalog`. */
export interface CatalogSettings {
  /** The registry's address, with its scheme. */
  readonly origin: string;
  /** The longest wait for one answer. */
  readonly seconds: number;
}

/** A task of the program `manifests`: it looks references up, or gives a manifest tags. */
export type ManifestsTask =
  { readonly look: readonly string[] } | { readonly digest: string; readonly tags: readonly string[] };

/** Settings of the program `manifests`. */
export type ManifestsSettings = CatalogSettings &
  ManifestsTask & {
    /** The repository's name. */
    readonly name: string;
    readonly forward?: Forward;
  };

/** Settings of the program `cosign`. */
export interface CosignSettings {
  /** The registry as Docker's configuration names it. */
  readonly server: string;
  readonly commands: readonly (readonly string[])[];
  /** Goes on after a command that failed. */
  readonly keepGoing: boolean;
  /** The longest that one command may take. */
  readonly seconds: number;
  readonly forward?: Forward;
}

/** The line that `catalog` prints: repositories, each with its tags. */
export interface CatalogRecord {
  readonly catalog: Readonly<Record<string, readonly string[]>>;
}

/** The line that `manifests` prints. */
export type ManifestsRecord =
  | { readonly answers: readonly Found[] }
  | { readonly failure: { readonly kind: RegistryFailureKind; readonly detail: string } };

/** The line that `cosign` prints. */
export interface CosignRecord {
  /** Results in order; if there are fewer than commands, the last one failed. */
  readonly results: readonly CosignResult[];
}
