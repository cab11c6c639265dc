import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import { ContentStore } from '../store/content.ts';
import { cacheFolder } from '../store/location.ts';
import { RecordStore } from '../store/records.ts';
import { connectDocker, removeLeftovers } from './docker.ts';
import { Secrets } from './secrets.ts';

/** A service that listens. */
export interface RunningService {
  readonly address: string;
  readonly handle: Dockerode.Container;
}

/** What a session's evaluations share. */
export interface Context {
  readonly session: string;
  /** Connects at the first use: what is answered from records needs no daemon. */
  docker(): Promise<Dockerode>;
  /** Whether {@link docker} was ever asked for. */
  connected(): boolean;
  readonly content: ContentStore;
  readonly records: RecordStore;
  readonly secrets: Secrets;
  /** Aborted when the session ends early. */
  readonly signal: AbortSignal;
  /** A note for the user, once each. */
  report(line: string): void;
  /** A command's output, for `--verbose`. */
  trace(line: string): void;
  /** Work that goes on after its answer was given (storing images); waited for when the session closes. */
  readonly background: Set<Promise<unknown>>;
  /** Commands, builds and services under way by key, so that none runs twice at once. */
  readonly underway: Map<string, Promise<unknown>>;
  /** Services that run, by key. */
  readonly services: Map<string, RunningService>;
  /** Images that Docker was found not to have any more: records that name them are void. */
  readonly gone: Set<string>;
}

/** What {@link openContext} needs to know. */
export interface ContextOptions {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  readonly trace: (line: string) => void;
  /** Where to keep things; {@link cacheFolder} by default. */
  readonly folder?: string;
}

/** The stores of a session, and a Docker client that cleans up after killed runs when it first connects. */
export function openContext({ signal, report, trace, folder = cacheFolder() }: ContextOptions): Context {
  const said = new Set<string>();
  let connected: Promise<Dockerode> | undefined;
  const connect = async (): Promise<Dockerode> => {
    const docker = await connectDocker();
    const removed = await removeLeftovers(docker);
    if (removed > 0) report(`removed ${removed} leftovers of a run that was killed`);
    return docker;
  };
  return {
    session: randomUUID(),
    docker: () => (connected ??= connect()),
    connected: () => connected !== undefined,
    content: new ContentStore(join(folder, 'content')),
    records: new RecordStore(join(folder, 'records')),
    secrets: new Secrets(folder),
    signal,
    report: (line) => {
      if (!said.has(line)) report(line);
      said.add(line);
    },
    trace,
    background: new Set(),
    underway: new Map(),
    services: new Map(),
    gone: new Set(),
  };
}

/** Runs work once for all who ask for it by the same key while it is under way. */
export function once<Result>(context: Context, key: string, work: () => Promise<Result>): Promise<Result> {
  const running = context.underway.get(key) as Promise<Result> | undefined;
  if (running) return running;
  const started = work().finally(() => context.underway.delete(key));
  context.underway.set(key, started);
  return started;
}

/** Lets work go on after the answer was given; its error is the caller's to handle where it awaits it. */
export function inBackground<Result>(context: Context, work: Promise<Result>): Promise<Result> {
  const watched = work.catch(() => undefined).finally(() => context.background.delete(watched));
  context.background.add(watched);
  return work;
}
