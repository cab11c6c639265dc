import type { Directory, File } from '@dagger.io/dagger';

import type { Configuration } from '../verdict/configuration.ts';

/** The project that a run is about: what every stage is given. */
export interface Project {
  /** The whole source directory, `.git` included. */
  readonly source: Directory;
  readonly configuration: Configuration;
  /** Path of the Dockerfile in the source. */
  readonly dockerfile: string;
  /** Port that the service listens on. */
  readonly port: number;
  /** Path that answers 200 when the service is healthy. */
  readonly healthPath: string;
  /** The conversation script, where the caller gave one or the configuration names one. */
  readonly conversation: File | undefined;
}

/** What no stage needs: history, and what installs and builds leave behind. */
export const leftOut = ['.git', '**/node_modules'];
