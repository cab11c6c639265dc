import type { Asked } from './reach.ts';

/** What the program `dagger/programs/smoke/supervisor.js` is told. */
export interface SupervisorSettings extends Asked {
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

/** What the program `dagger/programs/smoke/probe.ts` is told. */
export interface ProbeSettings {
  readonly baseUrl: string;
  readonly healthPath: string;
  /** The project's conversation script; null where it has none. */
  readonly conversation: string | null;
  readonly healthyMs: number;
}
