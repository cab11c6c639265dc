import { setTimeout as wait } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { followPull, statusOf } from './daemon.ts';
import type { Credentials } from './types.ts';

/** Options of {@link pullImage}. */
export interface PullOptions {
  /** Called before a try is repeated. */
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** For a registry that asks who pulls. Default: none. */
  readonly credentials?: Credentials | undefined;
  /** Pauses between tries, in milliseconds; their number is the number of repeats. Default: 1 s, 3 s. */
  readonly pausesMs?: readonly number[];
}

/** Words of the daemon for what another try cannot mend: an image that is not there, or not ours to read. */
const final = /manifest unknown|not found|no matching manifest|denied|unauthorized|authentication required/i;

/** Tells whether another try may succeed: after a rate limit, a server's error, a broken connection. */
export function isWorthRepeating(error: unknown): boolean {
  if (statusOf(error) === 404 || statusOf(error) === 400) return false;
  return !final.test(error instanceof Error ? error.message : String(error));
}

/**
 * Pulls an image, a bounded number of times.
 * @param name `node@sha256:...` or `node:24`
 * @throws the last try's error
 */
export async function pullImage(
  docker: Dockerode,
  name: string,
  { report, signal, credentials, pausesMs = [1000, 3000] }: PullOptions,
): Promise<void> {
  for (const pauseMs of pausesMs) {
    try {
      return await pullOnce(docker, name, { signal, credentials });
    } catch (error) {
      signal?.throwIfAborted();
      if (!isWorthRepeating(error)) throw error;
      report(`pull failed (${String(error)}), trying again in ${pauseMs / 1000} s`);
      await wait(pauseMs, undefined, { signal });
    }
  }
  await pullOnce(docker, name, { signal, credentials });
}

async function pullOnce(
  docker: Dockerode,
  name: string,
  { signal, credentials }: Pick<PullOptions, 'signal' | 'credentials'>,
): Promise<void> {
  const options = {
    ...(signal === undefined ? {} : { abortSignal: signal }),
    ...(credentials === undefined ? {} : { authconfig: credentials }),
  };
  const stream: NodeJS.ReadableStream = await docker.pull(name, options);
  await followPull(stream);
}
