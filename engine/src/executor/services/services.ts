import { once, type Context, type RunningContainer, type RunningService } from '../session/context.ts';
import { ignoring } from '../docker/client.ts';
import { dockerStatus, Refused } from '../common/errors.ts';
import { endFrozen } from '../docker/frozen.ts';
import { startHostService } from './host-service.ts';
import { launchable } from '../images/layers.ts';
import { launchStarted, launchWithRights } from '../containers/launch-started.ts';
import { networkFor, networkIsThere } from './networks.ts';
import { listening, reportEnd } from './service-watch.ts';
import type { ContainerValue, ServiceValue } from '../common/values.ts';

/** The host names and networks by which a container reaches its services. */
export interface Surroundings {
  /** Lines for /etc/hosts by which the aliases are found. */
  readonly hosts: readonly string[];
  /** The networks of those services, each once. */
  readonly networks: readonly string[];
}

/** The host names and networks for a command. One without services gets a network without any. */
export async function surroundingsOf(
  context: Context,
  bindings: ContainerValue['services'],
): Promise<Surroundings> {
  const { hosts, networks } = await startServices(context, bindings);
  return { hosts, networks: networks.length > 0 ? networks : [await networkFor(context, 'commands')] };
}

/** Starts what a container is bound to, each service once per session, and waits until all of them listen. */
async function startServices(context: Context, bindings: ContainerValue['services']): Promise<Surroundings> {
  const running = await Promise.all(bindings.map(({ service }) => startService(context, service)));
  return {
    hosts: bindings.map(({ alias }, index) => `${alias}:${running[index]?.address ?? ''}`),
    networks: [...new Set(running.map(({ network }) => network))],
  };
}

/** Starts a service, or answers the one that runs already in this session. */
export async function startService(context: Context, service: ServiceValue): Promise<RunningService> {
  return once(context, `service ${service.key}`, async () => {
    const running = context.services.get(service.key);
    if (running && (await isRunning(context, running))) return running;
    running?.close?.();
    const { outside } = service;
    const started = await (outside
      ? startHostService(context, service.key, outside)
      : start(context, service));
    context.services.set(service.key, started);
    return started;
  });
}

async function isRunning(context: Context, { handle, network }: RunningService): Promise<boolean> {
  // Its network may be pruned while no container stands on it, and its address with that.
  if (handle === undefined) return networkIsThere(await context.docker(), network);
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
  running?.close?.();
  if (running?.handle === undefined) return;
  const { handle } = running;
  // 304: it has stopped already. 404: it is gone.
  await ignoring(
    [304, 404],
    endFrozen(handle.id, () => handle.stop({ t: kill ? 0 : 10 })),
  );
}

async function start(context: Context, service: ServiceValue): Promise<RunningContainer> {
  if (service.container.mounts.some((mount) => mount.kind === 'cache' && mount.sharing === 'LOCKED'))
    throw new Refused(
      'a service cannot wait for a cache volume: mount it with the sharing SHARED or PRIVATE',
    );
  // A network of its own: who is bound to it stands there too, and nobody else.
  const [{ image, container }, { hosts, networks }, network] = await Promise.all([
    launchable(context, service.container),
    startServices(context, service.container.services),
    networkFor(context, `service ${service.key}`),
  ]);
  const { command, noInit, rootCapabilities } = service;
  const reached = { hosts, networks: [network, ...networks] };
  const spec = { image, container, command, ...reached, stdin: false, init: !noInit, log: true };
  const launched = await (rootCapabilities ? launchWithRights(context, spec) : launchStarted(context, spec));
  const { handle } = launched;
  try {
    const { NetworkSettings } = await handle.inspect();
    const running = { handle, network, address: NetworkSettings.Networks[network]?.IPAddress ?? '' };
    const ports = container.config.ports.filter((port) => port.protocol === 'TCP' && !port.skipHealthcheck);
    for (const { port } of ports) await listening(context, service, running, port);
    void reportEnd(context, service, running);
    return running;
  } catch (error) {
    await launched.dispose();
    throw error;
  }
}
