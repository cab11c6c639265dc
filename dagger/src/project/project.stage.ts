import type { Container, Directory, File, Secret, Service } from '@dagger.io/dagger';

import type { Configuration } from './configuration.ts';
import type { Fact } from './facts/fact.ts';
import type { ProjectFacts } from './facts/facts.ts';
import type { FoundManifests } from './facts/manifests/kinds.ts';
import type { SourceRevision } from './revision.stage.ts';
import type { BaselineFile } from '../verdict/baseline.ts';
import type { Policy } from '../verdict/exceptions.ts';
import type { NotConfigured } from '../verdict/model.ts';

/** The image of a run. */
export interface ProjectImage {
  readonly container: Container;
  /** Its archive, exported once, for all scans and for kind clusters. */
  readonly archive: File;
  /** When its commit was made, RFC 3339; absent where that is not known. */
  readonly committedAt?: string;
}

/** A secret that the caller gave by a name. */
export interface NamedSecret {
  readonly name: string;
  readonly value: Secret;
}

/** A secret that steps of the image's build may mount, by its id: `RUN --mount=type=secret,id=NAME`. */
export type BuildSecret = NamedSecret;

/** Source of a run's image. Every gate, publish and deploy use it, so that a run has one image. */
export interface ImageSource {
  /**
   * `built` by the Dockerfile that was given or found; `published` before, so that nothing is built and no Dockerfile is
   * needed; `missing` where there is no Dockerfile.
   */
  readonly kind: 'built' | 'published' | 'missing';
  readonly get: () => Promise<ProjectImage>;
}

/** Where the packages of a project are installed: the folder with the lockfile. */
export interface Workspace {
  readonly root: Directory;
  /** What the root is, by its files: it names the package manager, and the version of Node for all its parts. */
  readonly facts: Pick<ProjectFacts, 'packageManager' | 'node'>;
  /** Path of the project in the root; `.` for the root itself. */
  readonly folder: string;
}

/** Kubernetes manifests of a project, in the tree that they are rendered from. */
export interface ProjectManifests extends FoundManifests {
  /** The source, or the repository that it is a folder of. */
  readonly root: Directory;
  /** Path in that tree. */
  readonly folder: string;
}

/** The project of a run, which every stage gets. */
export interface Project {
  /** The folder of the project: what is checked, built and deployed. */
  readonly source: Directory;
  /** Where its packages are installed: in the source itself, or in a folder above it. */
  readonly workspace: Workspace;
  /** Its repository with `.git`: the source itself, or a folder above it. */
  readonly repository: Directory;
  /** Path of the source in the repository; `.` for the repository itself. */
  readonly folder: string;
  /** Commit, branch or tag of the target, to compare settings with; empty for `origin/HEAD`. */
  readonly base: string;
  readonly configuration: Configuration;
  /** What the project's findings are carried by; undefined where it has no `pipeline.baseline.json`. */
  readonly baseline: BaselineFile | undefined;
  /** What the project is, by its files. */
  readonly facts: ProjectFacts;
  /** Gates in use, in the order of the pipeline. */
  readonly gates: readonly string[];
  readonly notConfigured: readonly NotConfigured[];
  /** Path of the Dockerfile in the source. */
  readonly dockerfile: string;
  /** The image of this run, given or built once, on first use. */
  readonly image: ImageSource;
  /** The commit that the source is of; looked up once. */
  readonly revision: () => Promise<SourceRevision>;
  /** Its Kubernetes manifests: those that were named, else all that were found. */
  readonly manifests: readonly Fact<ProjectManifests>[];
  /** Port that the service listens on. */
  readonly port: number;
  /** Path that answers 200 when the service is healthy. */
  readonly healthPath: string;
  /** False where that path is a default that nobody said and no file says. */
  readonly isHealthPathKnown: boolean;
  /** The conversation script, where the caller gave one or the configuration names one. */
  readonly conversation: File | undefined;
  /** A cache of Trivy's with a vulnerability database in it, for a machine without a network. */
  readonly trivyCache: Directory | undefined;
  /** Where Trivy's vulnerability database comes from; empty for Trivy's own choice. */
  readonly trivyDatabase: string;
  /** Answers npm's advisories in place of the registry, on port 4873. */
  readonly advisories: Service | undefined;
  /** A token for registries of private packages. */
  readonly npmToken: Secret | undefined;
  /** Secrets that the Dockerfile mounts, by their ids. */
  readonly buildSecrets: readonly BuildSecret[];
  /** Values of Secrets of the cluster, by `NAME/KEY`. */
  readonly deploySecrets: readonly NamedSecret[];
  /** The hour of the run as YYYY-MM-DDTHH, UTC. Steps that read changing data are cached for this hour. */
  readonly hour: string;
  /** Gates that run again in spite of cached results. */
  readonly rerun: readonly string[];
  /** When this call began, RFC 3339. */
  readonly startedAt: string;
  /** The rules by which a finding of a gate is red. */
  readonly policy: (gate: string) => Policy;
}

/** A gate's container, which is not answered from the cache if the gate is to run again (`--rerun`). */
export function uncachedOnRerun(
  { rerun, startedAt }: Project,
  gate: string,
  container: Container,
): Container {
  return rerun.includes(gate) ? container.withEnvVariable('RERUN_AT', startedAt) : container;
}

/** Adds the hour to the environment, so that what is read from outside is cached for an hour at most. */
export function withHour(container: Container, { hour }: Pick<Project, 'hour'>): Container {
  return container.withEnvVariable('HOUR_OF_RUN', hour);
}

/** Paths that no stage needs: git's history, and installed packages. */
export const leftOut = ['.git', '**/node_modules'];
