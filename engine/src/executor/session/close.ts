import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from './context.ts';
import { removeLeftovers } from '../docker/client.ts';
import { isTooFull, makeRoom } from './make-room.ts';
import { sessionsIn } from './sessions.ts';

/** The time that an interrupted session waits for work it cannot stop (an image that Docker is storing), in milliseconds. */
const timeLimitMs = 15_000;

/**
 * Ends a session: what still runs is stopped, what is being stored is waited for, and all that the session made in
 * Docker but its cache is removed. An interrupted one waits no longer than a quarter of a minute. The last session to
 * end makes room where a disk is nearly full.
 */
export async function closeContext(context: Context): Promise<void> {
  context.end();
  await Promise.race([allDone(context), timeLimit(context.interrupted)]);
  if (!context.connected()) return;
  try {
    await removeLeftovers(await context.docker(), context.names, context.session);
    if (!context.interrupted.aborted && sessionsIn(context.folder) === 0) await leaveRoom(context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    context.report(
      `the containers and networks of this run could not be removed (${reason}): the next run with the same Docker daemon does it`,
    );
  }
}

async function leaveRoom(context: Context): Promise<void> {
  const docker = await context.docker();
  if (!(await isTooFull({ ...context, docker }))) return;
  const removed = await makeRoom({ ...context, docker });
  context.report(
    `the disk is nearly full: removed ${removed} results of earlier runs that were not used for the longest time`,
  );
}

/** Work may begin other work. */
async function allDone({ working }: Context): Promise<void> {
  while (working.size > 0) await Promise.allSettled(working);
}

async function timeLimit(interrupted: AbortSignal): Promise<void> {
  if (!interrupted.aborted) await once(interrupted, 'abort');
  await delay(timeLimitMs, undefined, { ref: false });
}
