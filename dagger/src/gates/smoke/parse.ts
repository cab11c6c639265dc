import { type JsonCursor, present, type Reader } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';

/** The last answer of a health path. */
export interface Health {
  /** The status; 0 without an answer. */
  readonly status: number;
  /** A word for it: `200`, `ECONNREFUSED`, `TimeoutError`. */
  readonly last: string;
  /** Target of a redirect. */
  readonly location?: string;
}

/** An address and a port that a process listens on. */
export interface Listener {
  /** As the kernel writes it: `0.0.0.0`, `127.0.0.1`, `::`. */
  readonly address: string;
  readonly port: number;
}

/** Report of `programs/smoke/supervisor.js`: facts of one life of the image's own process. */
export interface SupervisorReport {
  /** User that the image runs as. */
  readonly uid: number;
  /** Milliseconds until the health path answered 200; absent if it never did. */
  readonly healthyMs?: number;
  readonly health: Health;
  /** Addresses that it listened on when its health was known. */
  readonly listening: readonly Listener[];
  /** Result of the image's own HEALTHCHECK; absent if it has none, or if the service never got healthy. */
  readonly healthcheck?: { readonly exitCode: number; readonly output: string };
  /** How the process ended; absent if it was still running. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  /** True if it had to be killed because SIGTERM did not end it in time. */
  readonly killed: boolean;
  /** Milliseconds from SIGTERM to the end; absent if it ended before that. */
  readonly stopMs?: number;
  /** Its command when it got SIGTERM: PID 1 of the container. Empty if it ended before that. */
  readonly leader: string;
  /** Commands of processes that were still running after the image's own process had ended on SIGTERM. */
  readonly survivors: readonly string[];
  /** Paths that are new, changed or deleted, without mounts and /tmp. */
  readonly wrote: readonly string[];
  /** The end of its output. */
  readonly log: string;
}

/** Report of `programs/smoke/probe.ts`, a client in another container. */
export interface ProbeReport {
  readonly health: Health;
  /** Absent if the project has no conversation script. */
  readonly conversation?: { readonly exitCode: number; readonly output: string };
}

/** Reads the supervisor's line; undefined if the output has no such line. */
export function parseSupervised(stdout: string): SupervisorReport | undefined {
  return lastRecord(stdout, (record) => ({
    uid: record.at('uid').count(),
    ...present('healthyMs', record, (place) => place.count()),
    health: healthAt(record.at('health')),
    listening: record.at('listening').list(listenerAt),
    ...present('healthcheck', record, ranAt),
    ...present('exit', record, exitAt),
    killed: record.at('killed').boolean(),
    ...present('stopMs', record, (place) => place.count()),
    leader: record.at('leader').optionalText() ?? '',
    survivors: record.at('survivors').optionalItems().map(textAt),
    wrote: record.at('wrote').list(textAt),
    log: record.at('log').optionalText() ?? '',
  }));
}

/** Reads the probe's line; undefined if the output has no such line. */
export function parseProbe(stdout: string): ProbeReport | undefined {
  return lastRecord(stdout, (record) => ({
    health: healthAt(record.at('health')),
    ...present('conversation', record, ranAt),
  }));
}

/** Reads the last line as a JSON object; undefined if it has another shape. */
function lastRecord<T>(stdout: string, read: Reader<T>): T | undefined {
  return readIf(stdout.trim().split('\n').at(-1) ?? '', read);
}

const textAt = (place: JsonCursor): string => place.text();

function exitAt(place: JsonCursor): { code: number | null; signal: string | null } {
  return {
    code: place.at('code').optionalNumber() ?? null,
    signal: place.at('signal').optionalText() ?? null,
  };
}

function healthAt(place: JsonCursor): Health {
  return {
    status: place.at('status').count(),
    last: place.at('last').optionalText() ?? '',
    ...present('location', place, textAt),
  };
}

function listenerAt(place: JsonCursor): Listener {
  return { address: place.at('address').text(), port: place.at('port').count() };
}

/** A command's exit code and output. */
function ranAt(place: JsonCursor): { exitCode: number; output: string } {
  return { exitCode: place.at('exitCode').count(), output: place.at('output').optionalText() ?? '' };
}
