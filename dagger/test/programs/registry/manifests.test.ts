import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { parseRegistryAnswer, type RegistryAnswer } from '../../../src/registry/registry-answer.ts';

const program = new URL('../../../programs/registry/manifests.ts', import.meta.url).pathname;
const digest = `sha256:${'ab'.repeat(32)}`;
const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: 'sha256:c1' } });

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Answers with the manifest. */
const found: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/x', 'docker-content-digest': digest }).end(manifest);
};
const silent: Answer = () => undefined;
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };

/** Asks a registry that answers so, and tells what it was asked. */
async function ask(
  answer: Answer,
  what: object = { look: ['1'] },
  credentials: Record<string, string> = {},
): Promise<{ answer: RegistryAnswer; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response, asked.length);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  try {
    const settings = JSON.stringify({ origin, name: 'team/app', seconds: 30, ...what });
    const { stdout } = await promisify(execFile)(process.execPath, [program, settings], {
      env: { ...process.env, ...credentials },
    });
    return { answer: parseRegistryAnswer(stdout), asked };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const there = {
  ok: true,
  found: [
    { reference: '1', digest, images: [{ manifest: digest, platform: '', configuration: 'sha256:c1' }] },
  ],
};

describe("the registry's client", () => {
  test('tells digest and configuration of what a tag leads to', async () => {
    expect(await ask(found)).toEqual({ answer: there, asked: ['GET /v2/team/app/manifests/1'] });
  });

  test('takes a 404 for an answer, at once', async () => {
    const { answer, asked } = await ask(status(404));
    expect(answer).toEqual({ ok: true, found: [{ reference: '1', images: [] }] });
    expect(asked).toHaveLength(1);
  });

  test('asks again where the registry broke down, and takes what it says then', async () => {
    const { answer, asked } = await ask((request, response, count) => {
      (count === 1 ? status(503) : found)(request, response, count);
    });
    expect(answer).toEqual(there);
    expect(asked).toHaveLength(2);
  });

  test.each<[string, Answer, string, number]>([
    ['that breaks down is asked three times', status(500), 'unreachable', 3],
    ['that hangs is asked three times', silent, 'unreachable', 3],
    ['that hangs up is asked three times', (request) => request.destroy(), 'unreachable', 3],
    ['that refuses credentials is asked once', status(401), 'credentials', 1],
    ['that forbids is asked once', status(403), 'credentials', 1],
    ['that refuses the request is asked once', status(400), 'refused', 1],
  ])('a registry %s', async (_, answer, kind, times) => {
    // A second where it has to run out; elsewhere a machine that is busy takes its time.
    const { answer: said, asked } = await ask(answer, {
      look: ['1'],
      ...(answer === silent ? { seconds: 1 } : {}),
    });
    expect(said).toMatchObject({ ok: false, kind });
    expect(asked).toHaveLength(times);
  });

  const credentials = { REGISTRY_USERNAME: 'somebody', REGISTRY_PASSWORD: 'secret' };
  const basic = `Basic ${Buffer.from('somebody:secret').toString('base64')}`;

  test('shows credentials only where it is asked for them', async () => {
    const { answer, asked } = await ask(
      (request, response, count) => {
        if (request.headers.authorization === basic) found(request, response, count);
        else status(401, { 'www-authenticate': 'Basic realm="x"' })(request, response, count);
      },
      { look: ['1'] },
      credentials,
    );
    expect(answer).toEqual(there);
    expect(asked).toHaveLength(2);
  });

  test('gets a token where the registry names a service for tokens', async () => {
    const { answer, asked } = await ask(
      (request, response, count) => {
        const host = request.headers.host ?? '';
        const challenge = `Bearer realm="http://${host}/token",service="registry"`;
        if (request.url?.startsWith('/token')) {
          if (request.headers.authorization === basic) response.end('{"token":"t1"}');
          else status(401)(request, response, count);
        } else if (request.headers.authorization === 'Bearer t1') found(request, response, count);
        else status(401, { 'www-authenticate': challenge })(request, response, count);
      },
      { look: ['1'] },
      credentials,
    );
    expect(answer).toEqual(there);
    expect(asked[1]).toBe('GET /token?service=registry&scope=repository%3Ateam%2Fapp%3Apull%2Cpush');
  });

  test('gives a tag to the very bytes of a manifest', async () => {
    const put: string[] = [];
    const { answer } = await ask(
      (request, response, count) => {
        if (request.method === 'PUT') request.on('data', (chunk: Buffer) => put.push(chunk.toString()));
        found(request, response, count);
      },
      { digest, tags: ['1'] },
    );
    expect(answer).toEqual(there);
    expect(put).toEqual([manifest]);
  });
});
