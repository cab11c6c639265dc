import type { Reader } from './read-json.ts';
import { booleanAt, jsonOrUndefined, listAt, numberAt, recordAt } from './read-json.ts';

/** What `programs/supervisor.js` prints: facts of one life of the image's own process. */
export interface Supervised {
  /** User that the image runs as. */
  readonly uid: number;
  /** Milliseconds until the health path answered 200; absent when it never did. */
  readonly healthyMs?: number;
  /** The last thing that the health path answered: `200`, `ECONNREFUSED`, ... */
  readonly lastHealth: string;
  /** How the process ended; absent when it was still running. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  /** True when it had to be killed because SIGTERM did not end it in time. */
  readonly killed: boolean;
  /** Milliseconds from SIGTERM to the end. */
  readonly stopMs?: number;
  /** Paths that are new, changed or gone, mounts and /tmp apart. */
  readonly wrote: readonly string[];
  /** The end of what it printed. */
  readonly log: string;
}

/** What `programs/probe.js` prints: what a client in another container saw. */
export interface Probe {
  readonly health: { readonly status: number; readonly last: string };
  /** Absent where the project has no conversation script. */
  readonly conversation?: { readonly exitCode: number; readonly output: string };
}

/** Reads the supervisor's line; undefined when the output holds no such line. */
export function parseSupervised(stdout: string): Supervised | undefined {
  return lastRecord(stdout, (record) => ({
    uid: whole(record['uid'], '/uid'),
    ...present('healthyMs', record['healthyMs'], whole),
    lastHealth: text(record['lastHealth']),
    ...present('exit', record['exit'], exitAt),
    killed: booleanAt(record['killed'], '/killed'),
    ...present('stopMs', record['stopMs'], whole),
    wrote: listAt(text)(record['wrote'], '/wrote'),
    log: text(record['log']),
  }));
}

/** Reads the probe's line; undefined when the output holds no such line. */
export function parseProbe(stdout: string): Probe | undefined {
  return lastRecord(stdout, (record) => {
    const health = recordAt(record['health'], '/health');
    return {
      health: { status: whole(health['status'], '/health/status'), last: text(health['last']) },
      ...present('conversation', record['conversation'], (value, path) => {
        const conversation = recordAt(value, path);
        return { exitCode: whole(conversation['exitCode'], path), output: text(conversation['output']) };
      }),
    };
  });
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

function whole(value: unknown, path: string): number {
  return numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER })(value, path);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
