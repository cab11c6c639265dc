import type { AskedEndpoint } from './reach.ts';

/** Settings of the program `dagger/programs/smoke/supervisor.js`. */
export interface SupervisorSettings extends AskedEndpoint {
  /** The image's own command. */
  readonly command: readonly string[];
  /** Folders whose files do not count as written. */
  readonly skip: readonly string[];
  /** The image's own HEALTHCHECK as a command; null where it has none. */
  readonly healthcheck: readonly string[] | null;
  /** Milliseconds that it has to get healthy, and to end on SIGTERM. */
  readonly healthyMs: number;
  readonly stopMs: number;
  /** Where files are looked at. Default `/`. */
  readonly root?: string;
}

/** Settings of the program `dagger/programs/smoke/probe.ts`. */
export interface ProbeSettings {
  readonly baseUrl: string;
  readonly healthPath: string;
  /** The project's conversation script; null where it has none. */
  readonly conversation: string | null;
  readonly healthyMs: number;
}
