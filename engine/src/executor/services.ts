import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { once, type Context, type RunningService } from './context.ts';
import { unless } from './docker.ts';
import { dockerStatus, ExecFailed, Refused } from './errors.ts';
import { startHostService } from './host-service.ts';
import { launchable } from './images.ts';
import { launch } from './launch.ts';
import type { ContainerValue, ServiceValue } from './values.ts';

/** Pause between two looks at it, in milliseconds. */
const lookEveryMs = 25;

/**
 * Starts what a container is bound to, each service once per session, and waits until all of them listen.
 *
 * @returns Lines for /etc/hosts by which the aliases are found.
 */
export async function startServices(
  context: Context,
  bindings: ContainerValue['services'],
): Promise<string[]> {
  const running = await Promise.all(bindings.map(({ service }) => startService(context, service)));
  return bindings.map(({ alias }, index) => `${alias}:${running[index]?.address ?? ''}`);
}

/** Starts a service, or answers the one that runs already in this session. */
export async function startService(context: Context, service: ServiceValue): Promise<RunningService> {
  return once(context, `service ${service.key}`, async () => {
    const running = context.services.get(service.key);
    if (running && (await isRunning(running))) return running;
    const { outside } = service;
    const started = await (outside ? startHostService(context, outside) : start(context, service));
    context.services.set(service.key, started);
    return started;
  });
}

async function isRunning({ handle }: RunningService): Promise<boolean> {
  if (handle === undefined) return true;
  try {
    return (await handle.inspect()).State.Running;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

/**
 * Stops a service of this session; nothing happens when it does not run.
 *
 * @param kill Whether it is given no time to end by itself; otherwise it has ten seconds after SIGTERM.
 */
export async function stopService(
  context: Context,
  service: ServiceValue,
  { kill = false } = {},
): Promise<void> {
  const running = context.services.get(service.key);
  context.services.delete(service.key);
  // 304: it has stopped already. 404: it is gone.
  if (running?.handle) await unless([304, 404], running.handle.stop({ t: kill ? 0 : 10 }));
}

async function start(context: Context, service: ServiceValue): Promise<Required<RunningService>> {
  if (service.privileged)
    throw new Refused('this engine does not run services with insecure root capabilities');
  if (service.container.mounts.some((mount) => mount.kind === 'cache' && mount.locked))
    throw new Refused('a service cannot have a cache volume to itself: mount it with the sharing SHARED');
  const [{ image, container }, hosts] = await Promise.all([
    launchable(context, service.container),
    startServices(context, service.container.services),
  ]);
  const { command, noInit } = service;
  const launched = await launch(context, {
    image,
    container,
    command,
    hosts,
    stdin: false,
    init: !noInit,
    log: true,
  });
  const { handle } = launched;
  try {
    context.signal.throwIfAborted();
    await handle.start();
    const { NetworkSettings } = await handle.inspect();
    const address = NetworkSettings.Networks['bridge']?.IPAddress ?? '';
    const ports = container.config.ports.filter((port) => port.protocol === 'TCP' && !port.skipHealthcheck);
    for (const { port } of ports) await listening(context, service, { handle, address }, port);
    return { handle, address };
  } catch (error) {
    await launched.dispose();
    throw error;
  }
}

async function listening(
  context: Context,
  service: ServiceValue,
  running: Required<RunningService>,
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
  const log = await logOf(context, handle);
  return new ExecFailed({
    command: service.command,
    exitCode,
    stdout: '',
    stderr: log,
    hint: 'the service ended before it listened',
  });
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
