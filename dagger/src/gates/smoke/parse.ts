import type { Reader } from '../../verdict/read-json.ts';
import { booleanAt, jsonOrUndefined, listAt, numberAt, recordAt } from '../../verdict/read-json.ts';

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
export interface Supervised {
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
export interface Probe {
  readonly health: Health;
  /** Absent where the project has no conversation script. */
  readonly conversation?: { readonly exitCode: number; readonly output: string };
}

/** Reads the supervisor's line; undefined when the output holds no such line. */
export function parseSupervised(stdout: string): Supervised | undefined {
  return lastRecord(stdout, (record) => ({
    uid: whole(record['uid'], '/uid'),
    ...present('healthyMs', record['healthyMs'], whole),
    health: healthAt(record['health'], '/health'),
    listening: listAt(listenerAt)(record['listening'], '/listening'),
    ...present('healthcheck', record['healthcheck'], ranAt),
    ...present('exit', record['exit'], exitAt),
    killed: booleanAt(record['killed'], '/killed'),
    ...present('stopMs', record['stopMs'], whole),
    leader: text(record['leader']),
    survivors: record['survivors'] === undefined ? [] : listAt(text)(record['survivors'], '/survivors'),
    wrote: listAt(text)(record['wrote'], '/wrote'),
    log: text(record['log']),
  }));
}

/** Reads the probe's line; undefined when the output holds no such line. */
export function parseProbe(stdout: string): Probe | undefined {
  return lastRecord(stdout, (record) => ({
    health: healthAt(record['health'], '/health'),
    ...present('conversation', record['conversation'], ranAt),
  }));
}

/** The last line that is a JSON object, read; a line of another shape is as good as none. */
function lastRecord<T>(stdout: string, read: (record: Record<string, unknown>) => T): T | undefined {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  try {
    return read(recordAt(jsonOrUndefined(line), ''));
  } catch {
    return undefined;
  }
}

function present<K extends string, T>(key: K, value: unknown, read: Reader<T>): Partial<Record<K, T>> {
  if (value === undefined || value === null) return {};
  const entry: Partial<Record<K, T>> = {};
  entry[key] = read(value, `/${key}`);
  return entry;
}

function exitAt(value: unknown, path: string): { code: number | null; signal: string | null } {
  const { code, signal } = recordAt(value, path);
  return {
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
  };
}

function healthAt(value: unknown, path: string): Health {
  const { status, last, location } = recordAt(value, path);
  return {
    status: whole(status, `${path}/status`),
    last: text(last),
    ...(typeof location === 'string' ? { location } : {}),
  };
}

function listenerAt(value: unknown, path: string): Listener {
  const { address, port } = recordAt(value, path);
  return { address: text(address), port: whole(port, `${path}/port`) };
}

/** How a command ended, and what it printed. */
function ranAt(value: unknown, path: string): { exitCode: number; output: string } {
  const { exitCode, output } = recordAt(value, path);
  return { exitCode: whole(exitCode, `${path}/exitCode`), output: text(output) };
}

function whole(value: unknown, path: string): number {
  return numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER })(value, path);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
