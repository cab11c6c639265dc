/** Lets localhost of this container be the registry that it is of the caller's machine. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

import type { Forward } from '../../src/registry/programs.ts';

/**
 * Leads a port of this container's loopback to a service's. It holds no process open.
 * @param forward undefined where the registry is reached by its own name
 */
export async function forwardLoopback(forward: Forward | undefined): Promise<void> {
  if (forward === undefined) return;
  const server = createServer((client) => {
    const target = connect(forward.port, forward.alias);
    client.pipe(target).pipe(client);
    client.once('error', () => target.destroy());
    target.once('error', () => client.destroy());
  });
  server.listen(forward.port, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
}
