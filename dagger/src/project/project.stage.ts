import type { Container, Directory, File, Service } from '@dagger.io/dagger';

import type { Configuration } from './configuration.ts';
import type { SourceRevision } from './revision.stage.ts';
import type { Policy } from '../verdict/exceptions.ts';

/** An image that a run is about. */
export interface ProjectImage {
  readonly container: Container;
  /** The one export of it that all scans read, and that a cluster of kind's loads. */
  readonly archive: File;
  /** When its commit was made, RFC 3339; absent where that is not known. */
  readonly committedAt?: string;
}

/** Where a run has its image from. Every gate, publish and deploy ask here, so that one run has one image. */
export interface ImageSource {
  /** True for an image that came published: nothing is built, and no Dockerfile is asked for. */
  readonly isPublished: boolean;
  readonly get: () => Promise<ProjectImage>;
}

/** The project that a run is about: what every stage is given. */
export interface Project {
  /** The folder of the project: what is checked, built and deployed. */
  readonly source: Directory;
  /** The repository that it stands in, `.git` included: the source itself, or a folder above it. */
  readonly repository: Directory;
  /** Path of the source in the repository; `.` for the repository itself. */
  readonly folder: string;
  /** Commit, branch or tag of the target, to compare settings with; empty for `origin/HEAD`. */
  readonly base: string;
  readonly configuration: Configuration;
  /** Path of the Dockerfile in the source. */
  readonly dockerfile: string;
  /** The image of this run: built once, by whoever asks first, or given. */
  readonly image: ImageSource;
  /** The commit that the source is of; looked up once. */
  readonly revision: () => Promise<SourceRevision>;
  /** Directory of the Kubernetes manifests in the source. */
  readonly manifests: string;
  /** Port that the service listens on. */
  readonly port: number;
  /** Path that answers 200 when the service is healthy. */
  readonly healthPath: string;
  /** The conversation script, where the caller gave one or the configuration names one. */
  readonly conversation: File | undefined;
  /** A cache of Trivy's with a vulnerability database in it, for a machine without a network. */
  readonly trivyCache: Directory | undefined;
  /** Where Trivy's vulnerability database comes from; empty for Trivy's own choice. */
  readonly trivyDatabase: string;
  /** Answers npm's advisories in place of the registry, on port 4873. */
  readonly advisories: Service | undefined;
  /** The hour of the run as YYYY-MM-DDTHH, UTC: what asks the world is asked again when it changes. */
  readonly hour: string;
  /** Gates that are to run anew, whatever an earlier run has answered. */
  readonly rerun: readonly string[];
  /** When this call began, RFC 3339. */
  readonly startedAt: string;
  /** What makes a finding of this gate red. */
  readonly policy: (gate: string) => Policy;
}

/** A gate's container, which no earlier run answers for where the gate is to run anew. */
export function uncachedOnRerun(
  { rerun, startedAt }: Project,
  gate: string,
  container: Container,
): Container {
  return rerun.includes(gate) ? container.withEnvVariable('RERUN_AT', startedAt) : container;
}

/** What no stage needs: history, and what installs and builds leave behind. */
export const leftOut = ['.git', '**/node_modules'];
