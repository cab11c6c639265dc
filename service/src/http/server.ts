import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Router } from './router.ts';

/** A listening HTTP server. */
export interface ListeningServer {
  readonly port: number;
  /** Accepts no new connection, lets running requests finish, and closes every connection after `deadlineMs`. */
  drain(deadlineMs: number): Promise<void>;
}

/** How often idle keep-alive connections are closed while draining, because server.close() waits for them. */
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

/** Starts to listen for requests. @throws Error when the port is in use */
export function listen(
  app: Router,
  { port, host }: { port: number; host: string },
): Promise<ListeningServer> {
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
