import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

async function layer(text: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'file', mtime: new Date(0) }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** One image with one file, as a registry has it: manifest and blobs by digest. */
async function smallImage(text: string) {
  const tar = await layer(text);
  const compressed = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [sha256(tar)] },
      history: [{ created: '1970-01-01T00:00:00Z' }],
    }),
  );
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: sha256(config),
      },
      layers: [
        {
          mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
          size: compressed.length,
          digest: sha256(compressed),
        },
      ],
    }),
  );
  const blobs = new Map([config, compressed].map((blob) => [sha256(blob), blob]));
  return { mediaType, manifest, digest: sha256(manifest), imageId: sha256(config), blobs };
}

/** A registry on loopback with one image, `small:1`, that can be told to refuse. */
export async function startSmallRegistry() {
  const image = await smallImage(crypto.randomUUID());
  const state = { refusals: 0, status: 503, manifestsAsked: 0 };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const headers = { 'Docker-Distribution-Api-Version': 'registry/2.0' };
    const path = request.url ?? '';
    if (path === '/v2/') return response.writeHead(200, headers).end('{}');
    const blob = image.blobs.get(path.split('/blobs/')[1] ?? '');
    if (blob !== undefined)
      return response.writeHead(200, { ...headers, 'Content-Length': blob.length }).end(blob);
    state.manifestsAsked += 1;
    if (state.refusals > 0) {
      state.refusals -= 1;
      return response
        .writeHead(state.status, headers)
        .end('{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}');
    }
    if (path === '/v2/small/manifests/1' || path === `/v2/small/manifests/${image.digest}`) {
      const known = {
        'Content-Type': image.mediaType,
        'Docker-Content-Digest': image.digest,
        'Content-Length': image.manifest.length,
      };
      return response
        .writeHead(200, { ...headers, ...known })
        .end(request.method === 'HEAD' ? undefined : image.manifest);
    }
    return response
      .writeHead(404, headers)
      .end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
  };

  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...image,
    state,
    repository: `127.0.0.1:${port}/small`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
