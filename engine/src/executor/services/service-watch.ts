import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import type { Context, RunningContainer } from '../session/context.ts';
import { ExecFailed, Refused } from '../common/errors.ts';
import type { ServiceValue } from '../common/values.ts';

/** Pause between two looks at it, in milliseconds. */
const lookEveryMs = 25;

/**
 * Waits until a service listens on a port.
 *
 * @throws {ExecFailed} when it ends before, {@link Refused} when it takes too long; both have its log
 */
export async function listening(
  context: Context,
  service: ServiceValue,
  running: RunningContainer,
  port: number,
): Promise<void> {
  const { serviceReadyWithinMs: withinMs } = context;
  const deadline = Date.now() + withinMs;
  // Without an address it has ended already; to connect to none would be to connect to this machine.
  while (running.address === '' || !(await answers(running.address, port))) {
    context.signal.throwIfAborted();
    const { State } = await running.handle.inspect();
    if (!State.Running) throw await ended(context, service, running.handle, State.ExitCode);
    if (Date.now() > deadline) {
      const log = await logOf(context, running.handle);
      throw new Refused(
        `the service "${service.command.join(' ')}" did not listen on port ${port} within ${withinMs / 1000} s; its log:\n${log}`,
      );
    }
    await delay(lookEveryMs);
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const finish = (result: boolean) => (): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', finish(true)).once('error', finish(false)).once('timeout', finish(false));
  });
}

async function ended(
  context: Context,
  service: ServiceValue,
  handle: Dockerode.Container,
  exitCode: number,
): Promise<ExecFailed> {
  return new ExecFailed({
    command: service.command,
    exitCode,
    stdout: '',
    stderr: await logOf(context, handle),
    hint: 'the service ended before it listened',
  });
}

/** Tells a service's end, with its log, when nobody asked for it: who uses it sees a broken connection alone. */
export async function reportEnd(
  context: Context,
  service: ServiceValue,
  { handle }: RunningContainer,
): Promise<void> {
  const isWanted = (): boolean =>
    !context.signal.aborted && context.services.get(service.key)?.handle?.id === handle.id;
  try {
    await handle.wait({ abortSignal: context.signal });
    if (!isWanted()) return;
    const { State } = await handle.inspect();
    const how = State.OOMKilled ? 'out of memory' : `with exit code ${State.ExitCode}`;
    const log = await logOf(context, handle);
    context.report(
      `the service "${service.command.join(' ')}" ended during the run, ${how}; its log:\n${log}`,
    );
  } catch (error) {
    // The daemon has gone, or the container: who uses the service is told that.
    if (isWanted()) context.trace(`a service's end cannot be told: ${String(error)}`);
  }
}

async function logOf(context: Context, handle: Dockerode.Container): Promise<string> {
  const raw = await handle.logs({ stdout: true, stderr: true, tail: 200 });
  return context.secrets.scrub(withoutFrames(raw));
}

/** Docker frames a log that is not a terminal's: 8 bytes of header, of which the last four are the length. */
function withoutFrames(raw: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; at += 8 + raw.readUInt32BE(at + 4)) {
    parts.push(raw.subarray(at + 8, at + 8 + raw.readUInt32BE(at + 4)));
  }
  return Buffer.concat(parts).toString();
}
