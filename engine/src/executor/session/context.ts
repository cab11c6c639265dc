import type Dockerode from 'dockerode';
import type { ContentStore } from '../../store/content.ts';
import type { RecordStore } from '../../store/records.ts';
import type { Names } from '../docker/names.ts';
import type { RootRights } from '../docker/root-rights.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ContainerValue } from '../common/values.ts';

/** A service that listens. */
export interface RunningService {
  readonly address: string;
  /** Absent where no container serves. */
  readonly handle?: Dockerode.Container;
  /** Lets nobody in any more, where no container serves. */
  readonly close?: () => void;
  /** The network on which it has that address; whoever is to reach it stands on it too. */
  readonly network: string;
}

/** A service that is a container. */
export interface RunningContainer extends RunningService {
  readonly handle: Dockerode.Container;
}

/** The state that the evaluations of a session share. */
export interface Context {
  readonly session: string;
  readonly names: Names;
  /** The cache folder. */
  readonly folder: string;
  /** The bytes of a disk that a run leaves free; a tenth and no more than 20 GiB when undefined. */
  readonly keepFreeBytes: number | undefined;
  /** Connects at the first use: what is answered from records needs no daemon. */
  docker(): Promise<Dockerode>;
  /** The settings of this machine's Go, `NAME=value` each; asked once. */
  goSettings(): Promise<readonly string[]>;
  /** Whether {@link docker} was ever asked for. */
  connected(): boolean;
  readonly content: ContentStore;
  readonly records: RecordStore;
  readonly secrets: Secrets;
  /** Aborted when the session ends, early or not: what runs is stopped. */
  readonly signal: AbortSignal;
  /** Aborted when the session shall end early. */
  readonly interrupted: AbortSignal;
  /** Aborts {@link signal}, and lets others prune the cache. */
  end(): void;
  /** A note for the user, once each. */
  report(line: string): void;
  /** A command's output, for `--verbose`. */
  trace(line: string): void;
  /** Whether somebody listens to {@link trace}. */
  readonly traced: boolean;
  /** The time within which a service's ports must answer, in milliseconds. */
  readonly serviceReadyWithinMs: number;
  /** Work under way, also such that goes on after its answer was given (storing images). */
  readonly working: Set<Promise<unknown>>;
  /** Commands, builds and services under way by key, so that none runs twice at once. */
  readonly underway: Map<string, Promise<unknown>>;
  /** Commands that have ended and are still being stored, by key: what they change of a container. */
  readonly finished: Map<string, Pick<ContainerValue, 'snapshot' | 'pending' | 'exec'>>;
  /** Services that run, by key. */
  readonly services: Map<string, RunningService>;
  /** Names of the networks that were made, by what they are for. */
  readonly networks: Map<string, string>;
  /** The ways to every right on this machine that Docker was found to grant; absent as long as none was tried. */
  granted?: readonly RootRights[];
  /** Images that Docker was found not to have any more: records that name them are void. */
  readonly gone: Set<string>;
}

/** Runs work once for all who ask for it by the same key while it is under way. */
export function once<Result>(context: Context, key: string, work: () => Promise<Result>): Promise<Result> {
  const running = context.underway.get(key) as Promise<Result> | undefined;
  if (running) return running;
  const started = work().finally(() => context.underway.delete(key));
  context.underway.set(key, started);
  return started;
}

/** Has the session wait for work before it closes; an error of it is for the caller, where he awaits it. */
export function tracked<Result>(context: Context, work: Promise<Result>): Promise<Result> {
  context.working.add(work);
  const forget = (): void => void context.working.delete(work);
  work.then(forget, forget);
  return work;
}
