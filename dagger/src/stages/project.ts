import type { Directory, File, Platform, Service } from '@dagger.io/dagger';

import type { Configuration } from '../verdict/configuration.ts';
import type { Policy } from '../verdict/exceptions.ts';

/** The project that a run is about: what every stage is given. */
export interface Project {
  /** The whole source directory, `.git` included. */
  readonly source: Directory;
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
  /** What makes a finding of this gate red. */
  readonly policy: (gate: string) => Policy;
}

/** What no stage needs: history, and what installs and builds leave behind. */
export const leftOut = ['.git', '**/node_modules'];
