import Dockerode from 'dockerode';
import { connect, type Client } from '@dagger.io/dagger';
import { expect, onTestFinished } from 'vitest';
import { startSession, type Session, type SessionOptions } from '../../src/api/session.ts';
import { pruneCache } from '../../src/executor/index.ts';
import { namesIn } from '../../src/executor/docker/names.ts';
import { removeMade } from './leftovers.ts';
import { madeTooLate } from './made-too-late.ts';
import { newName } from './own-names.ts';
import { temporaryFolder } from './temporary.ts';

/** The image that most tests run in; it is made from packages where no registry answers. See needs.ts. */
export const base = 'node:24-bookworm-slim';

/** A cache of a test's own: its folder, and what it keeps in Docker. All of it goes away in the end. */
export interface TestCache extends AsyncDisposable {
  readonly folder: string;
  readonly namespace: string;
}

/** Makes an empty cache. */
export function testCache(): TestCache {
  const namespace = newName();
  const { path: folder, [Symbol.dispose]: remove } = temporaryFolder();
  return {
    folder,
    namespace,
    [Symbol.asyncDispose]: async () => {
      // A session that lost its daemon leaves some to the next process.
      await removeMade(new Dockerode(), namespace);
      await pruneCache({ folder, namespace });
      remove();
    },
  };
}

/** A session on a cache, and what it reported. */
export interface TestSession extends AsyncDisposable {
  readonly session: Session;
  readonly reports: string[];
  /** Ends the session as an interrupt would. */
  readonly interrupt: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts a session; it is closed when the test's block ends, whatever happened. One that would have to make an image
 * ends at once, and its test fails: see needs.ts.
 */
export async function testSession(
  cache: Pick<TestCache, 'folder' | 'namespace'>,
  options: Partial<SessionOptions> = {},
  start = startSession,
): Promise<TestSession> {
  const abort = new AbortController();
  const reports: string[] = [];
  let tooLate: Error | undefined;
  // An error of its own: what the test makes of a session that ended says less, or nothing.
  onTestFinished(() => {
    if (tooLate !== undefined) throw tooLate;
  });
  const session = await start({
    workdir: cache.folder,
    signal: abort.signal,
    report: (line) => {
      reports.push(line);
      tooLate ??= madeTooLate(line, expect.getState().testPath);
      if (tooLate !== undefined) abort.abort(tooLate);
    },
    verbose: false,
    cacheFolder: cache.folder,
    namespace: cache.namespace,
    keepFreeBytes: 0,
    ...options,
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= session.close());
  return {
    session,
    reports,
    interrupt: () => abort.abort(new Error('interrupted by the test')),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Works with a session through Dagger's own SDK, as a module does. */
export async function withSdk<Result>(
  { session }: TestSession,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  process.env['DAGGER_SESSION_PORT'] = String(session.port);
  process.env['DAGGER_SESSION_TOKEN'] = session.token;
  const results: Result[] = [];
  await connect(async (client) => {
    results.push(await use(client));
  });
  const [result] = results;
  if (results.length === 0) throw new Error('the SDK did not call back');
  return result as Result;
}

/** A session on a cache for as long as some work through the SDK takes. */
export async function inSession<Result>(
  cache: Pick<TestCache, 'folder' | 'namespace'>,
  use: (client: Client, session: TestSession) => Promise<Result>,
  options: Partial<SessionOptions> = {},
): Promise<Result> {
  await using session = await testSession(cache, options);
  return await withSdk(session, (client) => use(client, session));
}

/** The containers of a namespace that are there, running or not. */
export async function containersOf({
  namespace,
}: Pick<TestCache, 'namespace'>): Promise<Dockerode.ContainerInfo[]> {
  const label = [namesIn(namespace).sessionLabel];
  return new Dockerode().listContainers({ all: true, filters: { label } });
}

/** The networks of a namespace that are there. */
export async function networksOf({
  namespace,
}: Pick<TestCache, 'namespace'>): Promise<Dockerode.NetworkInspectInfo[]> {
  const { networkPrefix } = namesIn(namespace);
  const networks = await new Dockerode().listNetworks();
  return networks.filter(({ Name }) => Name.startsWith(networkPrefix));
}
