import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bridgeAddress } from './bridge.ts';

const fixtures = new URL('../../dagger/fixtures/trivy-database/', import.meta.url);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const layerType = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';

/** A flaw that the databases know, in a package that the greeter's image has. */
export const flaws = {
  debian: { id: 'CVE-2099-0001', name: 'bash', fixedIn: '9999.1' },
  npm: { id: 'CVE-2099-0002', name: 'greeter', version: '1.2.3', fixedIn: '2.0.0' },
} as const;

/** `vulnerable`: the flaws are in what is installed; `clean`: they were fixed in versions before that. */
export type Name = 'vulnerable' | 'clean';

/** What a registry answers at a path. */
interface Content {
  readonly type: string;
  readonly digest: string;
  readonly body: Buffer;
}

/**
 * A vulnerability database of our own, served by a registry on Docker's bridge until it is disposed of. Containers
 * reach it there, and Trivy takes plain HTTP from it because the address is a private one (RFC 1918).
 */
export class TrivyDatabase implements AsyncDisposable {
  /** The repository, for `--trivy-database`. Nothing answers there once it is disposed of. */
  readonly address: string;
  readonly #server: Server;
  #contents: ReadonlyMap<string, Content>;

  private constructor(contents: ReadonlyMap<string, Content>, server: Server, host: string) {
    // A name of its own: a port may be given again, and what Trivy has kept of an address is kept by its whole name.
    const own = `trivy-db-${randomUUID()}`;
    this.address = `${host}/${own}:2`;
    this.#server = server;
    this.#contents = contents;
    server.on('request', (request, response) => {
      request.url = request.url?.replace(own, 'trivy-db');
      answer(this.#contents, request, response);
    });
  }

  /**
   * Serves a database on a free port.
   *
   * @param options.ageHours Hours since it was made. Default 0.
   */
  static async serve(
    name: Name,
    { ageHours = 0 }: { readonly ageHours?: number } = {},
  ): Promise<TrivyDatabase> {
    const server = createServer();
    const bridge = bridgeAddress();
    await once(server.listen(0, bridge), 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error(`no port: ${String(bound)}`);
    const contents = artifact(layer(name, ageHours));
    return new TrivyDatabase(contents, server, `${bridge}:${String(bound.port)}`);
  }

  /** Serves another database, made just now, at the same address. */
  replace(name: Name): void {
    this.#contents = artifact(layer(name, 0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** The database and its metadata, as the archive that Trivy unpacks. */
function layer(name: Name, ageHours: number): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'trivy-db-'));
  try {
    writeDatabase(folder, name, ageHours);
    return execFileSync('tar', ['-czf', '-', '-C', folder, 'trivy.db', 'metadata.json']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Writes `trivy.db` and `metadata.json`.
 *
 * @param folder Where; in a cache of Trivy's it is `db`.
 * @param ageHours Hours since the database was made. Its makers mean to replace it after 24.
 */
export function writeDatabase(folder: string, name: Name, ageHours = 0): void {
  const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const metadata = {
    Version: 2,
    UpdatedAt: hoursFromNow(-ageHours),
    NextUpdate: hoursFromNow(24 - ageHours),
    DownloadedAt: hoursFromNow(0),
  };
  writeFileSync(join(folder, 'trivy.db'), gunzipSync(readFileSync(new URL(`${name}.db.gz`, fixtures))));
  writeFileSync(join(folder, 'metadata.json'), JSON.stringify(metadata));
}

/** Paths of an artifact with one layer (OCI image manifest; OCI distribution specification, "Pull"). */
function artifact(body: Buffer): ReadonlyMap<string, Content> {
  const config = content('application/vnd.aquasec.trivy.config.v1+json', Buffer.from('{}'));
  const archive = content(layerType, body);
  const descriptor = ({ type, digest, body: { length } }: Content): object => ({
    mediaType: type,
    digest,
    size: length,
  });
  const manifest = content(
    manifestType,
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: descriptor(config),
        // Trivy stores the layer under its title before it unpacks it, and refuses a layer that has none.
        layers: [{ ...descriptor(archive), annotations: { 'org.opencontainers.image.title': 'db.tar.gz' } }],
      }),
    ),
  );
  return new Map([
    ['/v2/', content('application/json', Buffer.from('{}'))],
    ['/v2/trivy-db/manifests/2', manifest],
    ...[config, archive].map((blob) => [`/v2/trivy-db/blobs/${blob.digest}`, blob] as const),
  ]);
}

function content(type: string, body: Buffer): Content {
  return { type, digest: `sha256:${createHash('sha256').update(body).digest('hex')}`, body };
}

/** Node leaves the body out of an answer to HEAD. */
function answer(
  contents: ReadonlyMap<string, Content>,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const found = contents.get(url);
  if (found === undefined) return void response.writeHead(404).end();
  const { type, digest, body } = found;
  response
    .writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      'docker-content-digest': digest,
    })
    .end(body);
}
