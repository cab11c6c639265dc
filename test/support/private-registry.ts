import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bridgeAddress } from './bridge.ts';
import type { PackageArchive } from './package-archive.ts';

/** A registry of private packages on this machine: it answers nobody who does not have the token. */
export class PrivateRegistry implements AsyncDisposable {
  /** Where containers reach it, with a slash at the end. */
  readonly url: string;
  /** Requests that it has refused. */
  refused = 0;
  readonly #server: Server;
  readonly #packages: readonly PackageArchive[];
  readonly #token: string;

  private constructor(server: Server, packages: readonly PackageArchive[], token: string) {
    const { address, port } = server.address() as AddressInfo;
    this.url = `http://${address}:${String(port)}/`;
    this.#server = server;
    this.#packages = packages;
    this.#token = token;
    server.on('request', (request, response) => {
      this.#respond(request, response);
    });
  }

  static async start(packages: readonly PackageArchive[], token: string): Promise<PrivateRegistry> {
    const server = createServer();
    await once(server.listen(0, bridgeAddress()), 'listening');
    return new PrivateRegistry(server, packages, token);
  }

  /** Where the archive of a package is. */
  archiveOf({ manifest: { name, version } }: PackageArchive): string {
    return `${this.url}${name}/-/${version}.tgz`;
  }

  #respond({ url = '/', headers }: IncomingMessage, response: ServerResponse): void {
    if (headers.authorization !== `Bearer ${this.#token}`) {
      this.refused += 1;
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"a token is needed"}');
      return;
    }
    const path = decodeURIComponent(url.slice(1));
    const archive = this.#packages.find((one) => this.archiveOf(one) === this.url + path);
    if (archive !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(archive.bytes);
      return;
    }
    const found = this.#packages.find(({ manifest }) => manifest.name === path);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found === undefined ? { error: 'not found' } : this.#packument(found)));
  }

  #packument(archive: PackageArchive): object {
    const { manifest, integrity } = archive;
    const { name, version } = manifest;
    const dist = { tarball: this.archiveOf(archive), integrity };
    return {
      name,
      'dist-tags': { latest: version },
      // Yarn installs nothing that is younger than a day.
      time: { [version]: '2020-01-01T00:00:00.000Z' },
      versions: { [version]: { ...manifest, dist } },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
