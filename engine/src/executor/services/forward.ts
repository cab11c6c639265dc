import { once as eventOnce } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/** A port at an address. */
export interface Address {
  readonly host: string;
  /** 0, to listen on, is any free port. */
  readonly port: number;
}

/**
 * Leads a port of this machine to another place.
 *
 * @param accepts Whether who connects from an address is let in; everybody is by default.
 * @returns The server, which listens.
 * @throws Error of the system when it cannot listen there
 */
export async function forward(
  from: Address,
  to: Address,
  accepts: (address: string) => boolean = () => true,
): Promise<Server> {
  const server = createServer((client) => {
    if (!accepts(client.remoteAddress ?? '')) return void client.destroy();
    const target = connect(to.port, to.host);
    client.pipe(target).pipe(client);
    client.once('error', () => target.destroy());
    target.once('error', () => client.destroy());
  });
  server.listen(from.port, from.host);
  await eventOnce(server, 'listening');
  return server;
}
