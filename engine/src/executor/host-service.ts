import { z } from 'zod';
import type { Context, RunningService } from './context.ts';
import { Refused } from './errors.ts';
import { forward, type Place } from './forward.ts';

/** Ports of a host that this machine reaches, as containers are to reach them. */
export interface HostPorts {
  /** Name or address; `localhost` is this machine. */
  readonly host: string;
  readonly ports: readonly { readonly frontend: number; readonly backend: number }[];
}

const networkShape = z.object({
  IPAM: z.object({
    Config: z.array(z.object({ Gateway: z.string().optional(), Subnet: z.string() })).min(1),
  }),
});

/**
 * Makes ports of a host reachable for containers, at this machine's own address on Docker's bridge, until the session
 * ends.
 *
 * @throws {Refused} when a port is taken on the bridge
 */
export async function startHostService(
  context: Context,
  { host, ports }: HostPorts,
): Promise<RunningService> {
  const address = await bridgeAddress(context);
  for (const { frontend, backend } of ports)
    await lead(context, { host: address, port: frontend }, { host, port: backend });
  return { address };
}

/** Some daemons do not say the gateway, which is then the first address of the subnet. */
async function bridgeAddress(context: Context): Promise<string> {
  const docker = await context.docker();
  const { IPAM } = networkShape.parse(await docker.getNetwork('bridge').inspect());
  const [{ Gateway, Subnet } = { Subnet: '' }] = IPAM.Config;
  return Gateway ?? Subnet.replace(/\.\d+\/\d+$/, '.1');
}

async function lead(context: Context, from: Place, to: Place): Promise<void> {
  try {
    const server = await forward(from, to);
    const close = (): void => void server.close();
    if (context.signal.aborted) close();
    else context.signal.addEventListener('abort', close, { once: true });
    server.unref();
  } catch (cause) {
    if (isTaken(cause) && isLoopback(to.host) && from.port === to.port) return;
    throw new Refused(
      `port ${from.port} of ${from.host}, where containers would reach ${to.host}, cannot be taken: stop what listens there`,
      { cause },
    );
  }
}

/** Taken by what is asked for: who listens on this port of all addresses is reached there already. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Whether a host, without its port, is this machine by a name that no other machine has. */
export const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
