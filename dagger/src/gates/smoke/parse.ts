import { type JsonCursor, present, type Reader } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';

/** What a health path answered last. */
export interface Health {
  /** The status; 0 where nothing answered. */
  readonly status: number;
  /** A word for it: `200`, `ECONNREFUSED`, `TimeoutError`. */
  readonly last: string;
  /** Where an answer leads that is a redirect. */
  readonly location?: string;
}

/** An address and a port on which something listens. */
export interface Listener {
  /** As the kernel has it: `0.0.0.0`, `127.0.0.1`, `::`. */
  readonly address: string;
  readonly port: number;
}

/** What `programs/smoke/supervisor.js` prints: facts of one life of the image's own process. */
export interface SupervisorReport {
  /** User that the image runs as. */
  readonly uid: number;
  /** Milliseconds until the health path answered 200; absent when it never did. */
  readonly healthyMs?: number;
  readonly health: Health;
  /** Where it listened when its health was known. */
  readonly listening: readonly Listener[];
  /** How the image's own HEALTHCHECK ended; absent where it has none, or where the service never got healthy. */
  readonly healthcheck?: { readonly exitCode: number; readonly output: string };
  /** How the process ended; absent when it was still running. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  /** True when it had to be killed because SIGTERM did not end it in time. */
  readonly killed: boolean;
  /** Milliseconds from SIGTERM to the end; absent where it ended before that. */
  readonly stopMs?: number;
  /** Its command when it got SIGTERM: PID 1 of the container. Empty where it ended before that. */
  readonly leader: string;
  /** Commands of processes that still ran when the image's own process had ended on SIGTERM. */
  readonly survivors: readonly string[];
  /** Paths that are new, changed or gone, mounts and /tmp apart. */
  readonly wrote: readonly string[];
  /** The end of what it printed. */
  readonly log: string;
}

/** What `programs/smoke/probe.ts` prints: what a client in another container saw. */
export interface ProbeReport {
  readonly health: Health;
  /** Absent where the project has no conversation script. */
  readonly conversation?: { readonly exitCode: number; readonly output: string };
}

/** Reads the supervisor's line; undefined when the output holds no such line. */
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

/** Reads the probe's line; undefined when the output holds no such line. */
export function parseProbe(stdout: string): ProbeReport | undefined {
  return lastRecord(stdout, (record) => ({
    health: healthAt(record.at('health')),
    ...present('conversation', record, ranAt),
  }));
}

/** The last line that is a JSON object, read; a line of another shape is as good as none. */
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

/** How a command ended, and what it printed. */
function ranAt(place: JsonCursor): { exitCode: number; output: string } {
  return { exitCode: place.at('exitCode').count(), output: place.at('output').optionalText() ?? '' };
}
