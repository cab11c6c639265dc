import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';

const program = new URL('../../../programs/needs/gatekeeper.js', import.meta.url).pathname;

/** A server on a free port of 127.0.0.2, so that the gatekeeper can have the same port of 127.0.0.1. */
async function serving(statusOf: (asked: number) => number): Promise<{ server: Server; port: number }> {
  let asked = 0;
  const server = createServer((_request, response) => {
    response.statusCode = statusOf((asked += 1));
    response.end('hello');
  }).listen(0, '127.0.0.2');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function gatekeeper(port: number, seconds: number) {
  const settings = { name: 'web', host: '127.0.0.2', port, path: '/ready', seconds, listen: '127.0.0.1' };
  return spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Whether somebody listens on a port. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answer;
}

test('it takes connections from the answer 200 on, and passes them on', async () => {
  const { server, port } = await serving((asked) => (asked < 3 ? 503 : 200));
  const child = gatekeeper(port, 20);
  try {
    expect(await listens(port)).toBe(false);
    const deadline = Date.now() + 15_000;
    while (!(await listens(port))) {
      if (Date.now() > deadline) throw new Error('it never listened');
      await pause(50);
    }
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
  } finally {
    child.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
  }
});

test('it ends with the last answer where that never was 200, and where there is no server', async () => {
  const { server, port } = await serving(() => 503);
  const refusing = gatekeeper(port, 0);
  const [said] = await Promise.all([text(refusing.stderr), once(refusing, 'exit')]);
  server.close();
  server.closeAllConnections();
  expect([refusing.exitCode, said]).toEqual([
    1,
    `the service web is not ready: /ready on port ${String(port)} did not answer 200 in 0 s, the last was: 503\n`,
  ]);
  const alone = gatekeeper(port, 0);
  expect(await text(alone.stderr)).toMatch(/the last was: connect ECONNREFUSED 127\.0\.0\.2:\d+\n$/);
});
