import type { Container, Directory, File, Platform, Service } from '@dagger.io/dagger';

import type { Configuration } from './configuration.ts';
import type { Policy } from '../verdict/exceptions.ts';

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
  /** The archive of an image that is there already, in place of one that is built. */
  readonly archive?: File;
  /** What the image is to run on; the engine's own platform where nothing is said. */
  readonly platform?: Platform;
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
export function anew({ rerun, startedAt }: Project, gate: string, container: Container): Container {
  return rerun.includes(gate) ? container.withEnvVariable('RERUN_AT', startedAt) : container;
}

/** What no stage needs: history, and what installs and builds leave behind. */
export const leftOut = ['.git', '**/node_modules'];
