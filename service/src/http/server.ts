import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Router } from './router.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new connection, lets what runs end, and cuts off what still runs after `deadlineMs`. */
  drain(deadlineMs: number): Promise<void>;
}

/** How often idle keep-alive connections are closed while draining: Node keeps server.close() waiting for them. */
const sweepMs = 50;

function drainServer(server: ServerType, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const closeIdle = () => {
      if ('closeIdleConnections' in server) server.closeIdleConnections();
    };
    const sweep = setInterval(closeIdle, sweepMs);
    const cutOff = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, deadlineMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cutOff);
      resolve();
    });
    closeIdle();
  });
}

/** Listens for requests. @throws when the port is taken */
export function listen(app: Router, { port, host }: { port: number; host: string }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, port, hostname: host, overrideGlobalObjects: true },
      (info: AddressInfo) => {
        resolve({ port: info.port, drain: (deadlineMs) => drainServer(server, deadlineMs) });
      },
    );
    server.once('error', reject);
  });
}
