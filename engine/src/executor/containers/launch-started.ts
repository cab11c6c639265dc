import type { Context } from '../session/context.ts';
import { dockerStatus, ImageGone, Refused } from '../common/errors.ts';
import { launch, type Launched } from './launch.ts';
import type { Launch } from './options.ts';
import { rootRights } from '../docker/root-rights.ts';

/** Makes a container and starts it. */
export async function launchStarted(context: Context, spec: Launch): Promise<Launched> {
  const launched = await launch(context, spec);
  try {
    context.signal.throwIfAborted();
    await launched.handle.start();
    return launched;
  } catch (error) {
    await launched.dispose();
    throw error;
  }
}

/**
 * Makes a container that gets every right on this machine and starts it. What the daemon grants is found out by trying,
 * and remembered for the session.
 *
 * @throws {Refused} when it grants none; its reasons are in the message
 */
export async function launchWithRights(context: Context, spec: Launch): Promise<Launched> {
  const reasons: string[] = [];
  for (const rights of context.granted ?? rootRights) {
    try {
      const launched = await launchStarted(context, { ...spec, rights });
      context.granted = [rights];
      return launched;
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof ImageGone || dockerStatus(error) === undefined) throw error;
      reasons.push(`${rights}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Refused(
    `this Docker daemon starts no container with insecure root capabilities (${reasons.join('; ')}): use one that does, or leave out what needs it`,
  );
}
