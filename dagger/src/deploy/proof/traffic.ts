import type { Count, ExitCode, Milliseconds, Moment, PerSecond } from '../../verdict/figures.ts';

/** A request of the steady probe that failed. */
export interface ProbeFailure {
  /** Milliseconds from the probe's start to the sending of the request. */
  readonly atMs: Milliseconds;
  /** `503`, `ECONNREFUSED`, `timeout`, ... */
  readonly reason: string;
  /** The path, where it is another than the health path: one of `deploy.paths`. */
  readonly path?: string;
  /** Whether the request went over a new connection or one that had been used before. */
  readonly connection: 'new' | 'kept';
}

/** Figures of `programs/deploy/pod/steady-probe.js`: requests at a fixed rate through the Service during the whole update. */
export interface SteadyProbe {
  /** RFC 3339. */
  readonly startedAt: Moment;
  readonly durationMs: Milliseconds;
  /** Requests per second that it meant to send, and did not wait for answers to send them. */
  readonly ratePerSecond: PerSecond;
  readonly sent: Count;
  readonly failed: Count;
  /** Requests repeated once because the server had just closed the kept connection (RFC 9110, 9.2.2); not failures. */
  readonly retried: Count;
  /** The first failures, 50 at most. */
  readonly failures: readonly ProbeFailure[];
  /** 50th and 99th percentile of the time to an answer, measured from when the request was due; null without answers. */
  readonly p50Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  /** Longest time without a good answer, the time before the first and after the last one included. */
  readonly longestGapMs: Milliseconds;
  /**
   * Revisions that answered, in the order in which they were first seen, with milliseconds from the start. Answers that name
   * none are not among them.
   */
  readonly revisions: readonly {
    readonly revision: string;
    readonly answers: Count;
    readonly firstMs: Milliseconds;
    readonly lastMs: Milliseconds;
  }[];
}

/** Answers of the health path through the Service, asked until enough good ones came in a row or the time was over. */
export interface Health {
  readonly asked: Count;
  /** Good answers in a row at the end: 200 to 299. */
  readonly good: Count;
  /** The last answer that was not good: `503`, `ECONNREFUSED`, `timeout`. */
  readonly lastBad?: string;
  readonly durationMs: Milliseconds;
}

/** Figures of the project's load program (`deploy.load` in pipeline.json). */
export interface Load {
  /** Messages, or whatever the project writes, that were tried; a retry is not counted again. */
  readonly sent: Count;
  /** Writes that the service acknowledged and that must exist afterwards. */
  readonly acknowledged: Count;
  /** Tries that had to be repeated: refused, cut off, 503. */
  readonly retried: Count;
  /** Writes that were given up. */
  readonly abandoned: Count;
  /** Reasons for the first of these, in the load program's own words. */
  readonly problems?: readonly string[];
  /** Acknowledged writes that could be read back. */
  readonly found: Count;
  /** Ids of acknowledged writes that are lost, 50 at most; `lostCount` counts them all. */
  readonly lost: readonly string[];
  readonly lostCount: Count;
  /** Writes that were acknowledged once and exist twice. */
  readonly duplicates: Count;
  /** Events that came over a stream and those that are missing; absent if the project has no streams. */
  readonly events?: {
    readonly received: Count;
    readonly missing: Count;
    readonly reconnections: Count;
  };
}

/** The end of a program that talked to the service: the conversation script. */
export interface Ended {
  readonly exitCode: ExitCode;
  /** The end of what it printed. */
  readonly output: string;
}
