import { setTimeout as delay } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { dockerStatus } from '../common/errors.ts';
import type { ExecResult } from '../common/values.ts';
import type { Launched } from '../containers/launch.ts';
import { killContainer } from '../docker/client.ts';
import type { Context } from '../session/context.ts';
import { capture } from './output.ts';
import type { ExecRequest } from './request.ts';

/** Starts a container, and waits until its command has ended. @returns Its exit code and output. */
export async function complete(
  context: Context,
  { handle }: Launched,
  request: ExecRequest,
): Promise<ExecResult> {
  const { signal } = context;
  const docker = await context.docker();
  signal.throwIfAborted();
  const output = await capture(context, handle, request.stdin);
  // What fails here fails as well where the container is waited for.
  const kill = (): void => void killContainer(docker, handle.id).catch(() => undefined);
  signal.addEventListener('abort', kill, { once: true });
  // Nobody reads on when the output cannot be stored: the command would wait for ever.
  output.done.catch(kill);
  try {
    await handle.start();
    if (signal.aborted) kill();
    const exitCode = await Promise.race([waited(handle), output.done.then(() => ended(handle))]);
    signal.throwIfAborted();
    return { exitCode, ...(await output.done) };
  } catch (error) {
    signal.throwIfAborted();
    const code = notRunnable(error);
    if (code === undefined) throw error;
    const stderr = error instanceof Error ? error.message : String(error);
    return { exitCode: code, stdout: context.content.put(''), stderr: context.content.put(`${stderr}\n`) };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

async function waited(handle: Dockerode.Container): Promise<number> {
  return z.object({ StatusCode: z.number() }).parse(await handle.wait()).StatusCode;
}

/** Pause between two looks at a command whose output has ended, in milliseconds. */
const lookEveryMs = 500;

/** The exit code of a command whose output has ended. A daemon that died leaves the answer to `wait` open, and fails here. */
async function ended(handle: Dockerode.Container): Promise<number> {
  for (;;) {
    const { State } = await handle.inspect();
    if (!State.Running) return State.ExitCode;
    await delay(lookEveryMs);
  }
}

/** A program that is not there is 127, one that may not be run 126, as in a shell (POSIX 2.8.2). */
function notRunnable(error: unknown): number | undefined {
  if (dockerStatus(error) !== 400 && dockerStatus(error) !== 404 && dockerStatus(error) !== 500)
    return undefined;
  const text = error instanceof Error ? error.message : '';
  if (/executable file not found|no such file or directory/i.test(text)) return 127;
  return /permission denied/i.test(text) ? 126 : undefined;
}
