import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { readGoSettings } from '../../images/index.ts';
import { ContentStore } from '../../store/content.ts';
import { cacheFolder } from '../../store/location.ts';
import { RecordStore } from '../../store/records.ts';
import { connectDocker, removeLeftovers } from '../docker/client.ts';
import { namesIn, type Names } from '../docker/names.ts';
import { removeLeftSecrets } from '../secrets/secret-files.ts';
import { Secrets } from '../secrets/secrets.ts';
import type { Context } from './context.ts';
import { enterSession } from './sessions.ts';

/** Options of {@link openContext}. */
export interface ContextOptions {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  /** Takes the output of commands; nobody does by default. */
  readonly trace?: ((line: string) => void) | undefined;
  /** The cache folder; {@link cacheFolder} by default. */
  readonly folder?: string | undefined;
  /** Under which names to keep things in Docker; see {@link namesIn}. */
  readonly namespace?: string | undefined;
  /** The time within which a service's ports must answer, in milliseconds; 60 000 by default. */
  readonly serviceReadyWithinMs?: number | undefined;
  /** The bytes of a disk that a run leaves free; a tenth and no more than 20 GiB by default. */
  readonly keepFreeBytes?: number | undefined;
}

/** The stores of a session, and a Docker client that cleans up after killed runs when it first connects. */
export function openContext({ signal: interrupted, report, ...options }: ContextOptions): Context {
  const { trace, folder = cacheFolder(), serviceReadyWithinMs = 60_000 } = options;
  const names = namesIn(options.namespace);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const leave = enterSession(folder);
  const ending = new AbortController();
  const said = new Set<string>();
  let connected: Promise<Dockerode> | undefined;
  let go: Promise<readonly string[]> | undefined;
  return {
    session: randomUUID(),
    names,
    folder,
    keepFreeBytes: options.keepFreeBytes,
    docker: () => (connected ??= connect(names, report)),
    goSettings: () => (go ??= readGoSettings()),
    connected: () => connected !== undefined,
    content: new ContentStore(join(folder, 'content')),
    records: new RecordStore(join(folder, 'records')),
    secrets: new Secrets(folder),
    signal: AbortSignal.any([interrupted, ending.signal]),
    interrupted,
    end: () => {
      ending.abort(new Error('the session has ended'));
      leave();
    },
    report: (line) => {
      if (!said.has(line)) report(line);
      said.add(line);
    },
    trace: trace ?? (() => undefined),
    traced: trace !== undefined,
    serviceReadyWithinMs,
    working: new Set(),
    underway: new Map(),
    finished: new Map(),
    services: new Map(),
    networks: new Map(),
    gone: new Set(),
  };
}

async function connect(names: Names, report: (line: string) => void): Promise<Dockerode> {
  const docker = await connectDocker();
  removeLeftSecrets(names);
  const { containers, networks } = await removeLeftovers(docker, names);
  const removed = containers + networks;
  if (removed > 0) report(`removed ${removed} leftovers of a run that was killed`);
  return docker;
}
