import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const daemonSocket = '/var/run/docker.sock';

/** A socket that leads to this machine's Docker daemon, until somebody asks for what it dies of. */
export class MortalDocker implements AsyncDisposable {
  /** What DOCKER_HOST is to be. */
  readonly host: string;
  readonly #folder: string;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(folder: string, server: Server, sockets: Set<Socket>) {
    this.host = `unix://${join(folder, 'docker.sock')}`;
    this.#folder = folder;
    this.#server = server;
    this.#sockets = sockets;
  }

  /** @param diesOf The first line of a request, or a part of it. */
  static async start(diesOf: RegExp): Promise<MortalDocker> {
    const folder = mkdtempSync(join(tmpdir(), 'mortal-docker-'));
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const daemon = connect(daemonSocket);
      for (const socket of [client, daemon]) {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      }
      client.on('data', (chunk: Buffer) => {
        if (diesOf.test(chunk.toString('latin1').split('\r\n')[0] ?? '')) mortal.die();
      });
      client.pipe(daemon).pipe(client);
    });
    const mortal = new MortalDocker(folder, server, sockets);
    await once(server.listen(join(folder, 'docker.sock')), 'listening');
    return mortal;
  }

  /** Ends every connection, and takes no more. */
  die(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.die();
    rmSync(this.#folder, { recursive: true, force: true });
    return Promise.resolve();
  }
}
