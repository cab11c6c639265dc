import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createRegistryProbe } from '../../src/images/registry.ts';

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void (await closed(server)) };
}

function closed(server: ReturnType<typeof createServer>) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

const registryHeader = { 'Docker-Distribution-Api-Version': 'registry/2.0' };

describe('a container registry', () => {
  test.each<[string, number, Record<string, string>, boolean]>([
    ['answers with 200', 200, {}, true],
    ['answers with 401, which asks for a login', 401, {}, true],
    ['answers with 429 of its own', 429, registryHeader, true],
    ['answers with 503 of its own', 503, registryHeader, true],
    ["does not answer where a proxy's 403 comes", 403, {}, false],
    ["does not answer where a proxy's 502 comes", 502, {}, false],
    ['does not answer where another server is', 404, {}, false],
  ])('%s', async (_, status, headers, expected) => {
    await using server = await serve((_request, response) => response.writeHead(status, headers).end());
    await expect(createRegistryProbe()(server.host)).resolves.toBe(expected);
  });

  test('does not answer where nothing listens', async () => {
    let host: string;
    {
      await using server = await serve((_request, response) => response.end());
      host = server.host;
    }
    await expect(createRegistryProbe()(host)).resolves.toBe(false);
  });

  test('is asked once, also by two at the same time', async () => {
    let count = 0;
    await using server = await serve((_request, response) => {
      count += 1;
      response.end();
    });
    const answers = createRegistryProbe();
    await Promise.all([answers(server.host), answers(server.host)]);
    await answers(server.host);
    expect(count).toBe(1);
  });

  test('is asked again when the first one to ask was stopped', async () => {
    await using server = await serve((_request, response) => response.end());
    const answers = createRegistryProbe();
    await expect(answers(server.host, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    await expect(answers(server.host)).resolves.toBe(true);
  });
});
