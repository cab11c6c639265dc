import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { bridgeAddress } from './bridge.ts';

/**
 * A port of this machine on Docker's bridge that leads to another place: networks of Docker's do not reach each other,
 * but each reaches the machine.
 */
export class Forward implements AsyncDisposable {
  /** `HOST:PORT`, as any container reaches it. */
  readonly address: string;
  readonly #server: Server;
  readonly #open: ReadonlySet<Socket>;

  private constructor(address: string, server: Server, open: ReadonlySet<Socket>) {
    this.address = address;
    this.#server = server;
    this.#open = open;
  }

  static async start(target: { readonly host: string; readonly port: number }): Promise<Forward> {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      const upstream = connect(target);
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        open.add(one);
        one.once('error', () => other.destroy()).once('close', () => open.delete(one));
        one.pipe(other);
      }
    });
    const host = bridgeAddress();
    await once(server.listen(0, host), 'listening');
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error(`no port: ${String(at)}`);
    return new Forward(`${host}:${String(at.port)}`, server, open);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    await closed;
  }
}
