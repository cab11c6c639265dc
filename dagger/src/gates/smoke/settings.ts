import type { AskedEndpoint } from './reach.ts';

/** Settings of the program `dagger/programs/smoke/supervisor.js`. */
export interface SupervisorSettings extends AskedEndpoint {
  /** The image's own command. */
  readonly command: readonly string[];
  /** Folders in which written files do not count. */
  readonly skip: readonly string[];
  /** The image's own HEALTHCHECK as a command; null if it has none. */
  readonly healthcheck: readonly string[] | null;
  /** Deadlines for getting healthy, and for ending on SIGTERM, in milliseconds. */
  readonly healthyMs: number;
  readonly stopMs: number;
  /** Folder in which files are checked for changes. Default `/`. */
  readonly root?: string;
}

/** Settings of the program `dagger/programs/smoke/probe.ts`. */
export interface ProbeSettings {
  readonly baseUrl: string;
  readonly healthPath: string;
  /** The project's conversation script; null if it has none. */
  readonly conversation: string | null;
  readonly healthyMs: number;
}
