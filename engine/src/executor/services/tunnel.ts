import type { Server } from 'node:net';
import { once as eventOnce } from 'node:events';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import { forward } from './forward.ts';
import { startService } from './services.ts';
import type { ServiceValue } from '../common/values.ts';

/** A port of this machine and the port of the service that it leads to. */
export interface PortPair {
  /** 0 takes any free port. */
  readonly frontend: number;
  readonly backend: number;
}

/**
 * Makes a service reachable on this machine's loopback until the session ends.
 *
 * @param pairs All exposed ports under their own numbers when empty.
 */
export async function up(context: Context, service: ServiceValue, pairs: readonly PortPair[]): Promise<void> {
  const exposed = service.container.config.ports.map(({ port }) => ({ frontend: port, backend: port }));
  const wanted = pairs.length > 0 ? pairs : exposed;
  if (wanted.length === 0)
    throw new Refused('the service exposes no port: name one by --ports FRONTEND:BACKEND');
  const { address } = await startService(context, service);
  const servers = await Promise.all(wanted.map((pair) => forwardPort(context, address, pair)));
  try {
    if (!context.signal.aborted) await eventOnce(context.signal, 'abort');
  } finally {
    for (const server of servers) server.close();
  }
}

async function forwardPort(
  context: Context,
  address: string,
  { frontend, backend }: PortPair,
): Promise<Server> {
  const from = { host: '127.0.0.1', port: frontend };
  const server = await forward(from, { host: address, port: backend }).catch((cause: unknown) => {
    throw new Refused(
      `port ${frontend} of this machine cannot be taken: name another by --ports FRONTEND:${backend}`,
      { cause },
    );
  });
  const at = server.address();
  if (typeof at === 'object' && at)
    context.report(`http://127.0.0.1:${at.port} leads to port ${backend} of the service`);
  return server;
}
