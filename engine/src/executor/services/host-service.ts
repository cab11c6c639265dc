import { BlockList } from 'node:net';
import { z } from 'zod';
import type { HostPorts } from '../common/values.ts';
import type { Context, RunningService } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import { forward, type Address } from './forward.ts';
import { networkFor } from './networks.ts';

const networkShape = z.object({
  IPAM: z.object({
    Config: z.array(z.object({ Gateway: z.string().optional(), Subnet: z.string() })).min(1),
  }),
});

/**
 * Makes ports of a host reachable for containers, at this machine's own address on a network for them alone, until the
 * session ends. Containers of every network could connect there: those of others are not let in.
 *
 * @param key The service's.
 * @throws {Refused} when a port is taken at that address
 */
export async function startHostService(
  context: Context,
  key: string,
  { host, ports }: HostPorts,
): Promise<RunningService> {
  const network = await networkFor(context, `service ${key}`);
  const { address, isInside } = await rangeOf(context, network);
  const ending = new AbortController();
  const signal = AbortSignal.any([context.signal, ending.signal]);
  for (const { frontend, backend } of ports)
    await forwardPort(
      { host: address, port: frontend },
      { host, port: backend },
      { accepts: isInside, signal },
    );
  return { address, network, close: () => ending.abort() };
}

/** This machine's address on a network, and which addresses are that network's. */
interface Range {
  readonly address: string;
  readonly isInside: (address: string) => boolean;
}

/** Some daemons do not say the gateway, which is then the first address of the subnet. */
async function rangeOf(context: Context, network: string): Promise<Range> {
  const docker = await context.docker();
  const { IPAM } = networkShape.parse(await docker.getNetwork(network).inspect());
  const [{ Gateway, Subnet } = { Subnet: '' }] = IPAM.Config;
  const [base = '', prefix] = Subnet.split('/');
  const inside = new BlockList();
  inside.addSubnet(base, Number(prefix));
  return {
    address: Gateway ?? base.replace(/\.\d+$/, '.1'),
    isInside: (address) => inside.check(address),
  };
}

interface ForwardOptions {
  readonly accepts: (address: string) => boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

async function forwardPort(from: Address, to: Address, { accepts, signal }: ForwardOptions): Promise<void> {
  try {
    const server = await forward(from, to, accepts);
    const close = (): void => void server.close();
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
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
