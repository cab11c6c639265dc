import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { afterEach, describe, expect, test } from 'vitest';

import { healthScript } from '../../../../programs/deploy/observe/health.ts';
import type { Health } from '../../../../src/deploy/proof/traffic.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** What is seen of a service whose n-th answer, from 0, is this one. */
async function seen(
  answer: (response: ServerResponse, number: number) => void,
  { seconds = 30, timeoutMs = 5000 } = {},
): Promise<{ readonly health: Health; readonly connections: number }> {
  let [count, connections] = [0, 0];
  const server = createServer((_request, response) => {
    answer(response, count);
    count += 1;
  });
  server.on('connection', () => (connections += 1));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}/health`;
  const script = healthScript({ url, wanted: 10, seconds, timeoutMs, pauseMs: 1 });
  const { stdout } = await promisify(execFile)(process.execPath, script);
  return { health: JSON.parse(stdout) as Health, connections };
}

describe('good answers', () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ['with content', (response) => response.end('{}')],
    ['without content', (response) => response.writeHead(204).end()],
  ])('%s are counted, each over a connection of its own', async (_name, answer) => {
    const { health, connections } = await seen(answer);
    expect(health).toMatchObject({ asked: 10, good: 10 });
    expect(health).not.toHaveProperty('lastBad');
    expect(connections).toBe(10);
  });

  test('after others are enough, and the last of the others is told', async () => {
    const { health } = await seen((response, number) => response.writeHead(number < 3 ? 503 : 200).end());
    expect(health).toMatchObject({ asked: 13, good: 10, lastBad: '503' });
  });

  test('are to come in a row', async () => {
    const { health } = await seen((response, number) => response.writeHead(number === 8 ? 500 : 200).end());
    expect(health).toMatchObject({ asked: 19, good: 10, lastBad: '500' });
  });

  test('in a row that has begun are counted to its end', async () => {
    const { health } = await seen((response) => response.end(), { seconds: 0 });
    expect(health).toMatchObject({ asked: 10, good: 10 });
  });
});

describe('what is not good ends with the time', () => {
  test.each<[string, (response: ServerResponse) => void, string]>([
    ['a redirection', (response) => response.writeHead(302, { location: '/' }).end(), '302'],
    ['an error', (response) => response.writeHead(500).end(), '500'],
    ['a connection that is cut', (response) => response.socket?.destroy(), 'ECONNRESET'],
    ['silence', () => undefined, 'timeout'],
  ])('%s', async (_name, answer, lastBad) => {
    const { health } = await seen(answer, { seconds: 0, timeoutMs: 300 });
    expect(health).toMatchObject({ asked: 1, good: 0, lastBad });
  });
});
