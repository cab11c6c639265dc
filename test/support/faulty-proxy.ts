import { once } from 'node:events';
import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';

/** What becomes of a request: it goes through, is answered with a status, or is never answered. */
export type Fate = 'through' | 'hang' | number;

/** A proxy on this machine's loopback that stands before a registry, and decides over each request. */
export class FaultyProxy implements AsyncDisposable {
  readonly port: number;
  /** Requests that did not go through, as `METHOD PATH`. */
  readonly stopped: string[];
  readonly #server: Server;

  private constructor(port: number, server: Server, stopped: string[]) {
    this.port = port;
    this.#server = server;
    this.stopped = stopped;
  }

  /**
   * Starts one on a free port.
   *
   * @param target Port of the registry.
   * @param fate Decides over a request.
   */
  static async start(target: number, fate: (method: string, path: string) => Fate): Promise<FaultyProxy> {
    const stopped: string[] = [];
    const server = createServer((request, response) => {
      const { method = 'GET', url = '/' } = request;
      const decided = fate(method, url);
      if (decided === 'through') {
        pass(target, request, response);
        return;
      }
      stopped.push(`${method} ${url}`);
      request.resume();
      if (decided !== 'hang') response.writeHead(decided).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error(`no port: ${String(at)}`);
    return new FaultyProxy(at.port, server, stopped);
  }

  /** Arguments that point publish and verify at it. */
  get arguments(): readonly string[] {
    return ['--registry', `tcp://localhost:${String(this.port)}`];
  }

  /** An address in the registry, by way of the proxy. */
  address(name: string): string {
    return `localhost:${String(this.port)}/${name}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** The Host header stays, so that the places that the registry names for uploads are the proxy's. */
function pass(target: number, request: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = request;
  const upstream = ask({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.once('error', () => response.destroy());
  request.pipe(upstream);
}
