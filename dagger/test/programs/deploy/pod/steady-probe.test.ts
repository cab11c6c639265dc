import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { SteadyProbe } from '../../../../src/deploy/proof/traffic.ts';
import { parseSteadyProbes } from '../../../../src/deploy/proof/parse.ts';

const program = fileURLToPath(new URL('../../../../programs/deploy/pod/steady-probe.js', import.meta.url));
const ends: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

interface Served {
  readonly server: Server;
  readonly url: string;
  /** Ends when so many requests have come. */
  readonly reached: (count: number) => Promise<void>;
}

/** A server whose n-th answer, from 0, is the handler's. */
async function serve(
  answer: (response: ServerResponse, number: number, request: IncomingMessage) => void,
): Promise<Served> {
  let count = 0;
  const server = createServer((request, response) => {
    answer(response, count, request);
    count += 1;
    server.emit('counted');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${String(port)}/health`,
    reached: async (wanted) => {
      while (count < wanted) await once(server, 'counted');
    },
  };
}

const answerWith = (response: ServerResponse, revision: string): void => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ revision }));
};

interface Probing {
  readonly child: ChildProcess;
  output(): string;
  /** Its last figures, when it has ended by itself. */
  ended(): Promise<SteadyProbe>;
  /** Ends it, and answers with its last figures. */
  end(): Promise<SteadyProbe>;
}

function start(url: string, settings: object = {}): Probing {
  const child = spawn(process.execPath, [program, JSON.stringify({ url, ratePerSecond: 100, ...settings })]);
  ends.push(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('printed');
  });
  const closed = once(child, 'close');
  const ended = async (): Promise<SteadyProbe> => {
    expect(await closed).toEqual([0, null]);
    const last = parseSteadyProbes(output).at(-1);
    if (last === undefined) throw new Error(`no figures in: ${output}`);
    return last;
  };
  return {
    child,
    ended,
    output: () => output,
    end() {
      child.kill('SIGTERM');
      return ended();
    },
  };
}

test('a service that answers loses nothing, and both kinds of connection are used', async () => {
  const sockets = new Set<Socket>();
  const { server, url, reached } = await serve((response) => {
    answerWith(response, 'one');
  });
  server.on('connection', (socket) => sockets.add(socket));
  const probing = start(url);
  await reached(40);
  const figures = await probing.end();
  expect(figures).toMatchObject({ failed: 0, failures: [], ratePerSecond: 100 });
  expect(figures.revisions).toHaveLength(1);
  expect(figures.revisions[0]?.answers).toBe(figures.sent);
  // A connection for each of half of the requests, and few for the others.
  expect(sockets.size).toBeGreaterThanOrEqual(figures.sent / 2);
  expect(sockets.size).toBeLessThan(figures.sent);
  expect(probing.output()).toMatch(/^\{"probe":"answered"\}\n/);
});

describe('a request fails', () => {
  test.each<[string, (response: ServerResponse) => void, string]>([
    ['by another status', (response) => response.writeHead(503).end('{"revision":"one"}'), '503'],
    ['by a redirection', (response) => response.writeHead(302, { location: '/' }).end(), '302'],
    ['by a connection that is cut', (response) => response.socket?.destroy(), 'ECONNRESET'],
    [
      'by an answer that is cut in its middle',
      (response) =>
        response.writeHead(200, { 'content-length': 100 }).write('{"rev', () => response.destroy()),
      'ECONNRESET',
    ],
  ])('%s', async (_name, fail, reason) => {
    const used = new WeakSet<Socket>();
    let failed = false;
    const { url, reached } = await serve((response, number) => {
      const { socket } = response;
      const fresh = socket !== null && !used.has(socket);
      if (socket !== null) used.add(socket);
      // On a connection of its own, because a kept one that is cut is another matter.
      if (number < 10 || failed || !fresh) {
        answerWith(response, 'one');
        return;
      }
      failed = true;
      fail(response);
    });
    const probing = start(url);
    await reached(30);
    const figures = await probing.end();
    expect(figures.failed).toBe(1);
    expect(figures.failures.map((failure) => failure.reason)).toEqual([reason]);
    expect(figures.revisions[0]?.answers).toBe(figures.sent - 1);
  });
  test('by silence, every one of them, for want of an answer in its time', async () => {
    const { url, reached } = await serve((response, number) => {
      if (number < 10) answerWith(response, 'one');
    });
    const probing = start(url, { timeoutMs: 300 });
    await reached(20);
    const figures = await probing.end();
    // A machine that is busy may be late with one of the ten answers too.
    expect(figures.failed).toBeGreaterThanOrEqual(10);
    expect(new Set(figures.failures.map(({ reason }) => reason))).toEqual(new Set(['timeout']));
  });

  test('where nobody listens, every one of them, and the whole time is a gap', async () => {
    const { server, url } = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    const figures = await start(url, { seconds: 0.5 }).ended();
    expect(figures.failed).toBe(figures.sent);
    expect(figures.failures.every(({ reason }) => reason === 'ECONNREFUSED')).toBe(true);
    expect(figures).toMatchObject({ p50Ms: null, p99Ms: null, revisions: [] });
    expect(figures.longestGapMs).toBe(figures.durationMs);
  });
});

test('a kept connection that the server closes just then is repeated once and no failure', async () => {
  const used = new WeakSet<Socket>();
  let cut = false;
  const { url, reached } = await serve((response) => {
    const { socket } = response;
    if (socket !== null && used.has(socket) && !cut) {
      cut = true;
      socket.resetAndDestroy();
      return;
    }
    if (socket !== null) used.add(socket);
    answerWith(response, 'one');
  });
  const probing = start(url);
  await reached(40);
  expect(await probing.end()).toMatchObject({ failed: 0, retried: 1 });
});

test('requests go out at their rate while none is answered', async () => {
  const { url, reached } = await serve(() => undefined);
  const probing = start(url, { timeoutMs: 60_000 });
  // A client that waits for answers would have sent one.
  await reached(30);
  probing.child.kill('SIGKILL');
});

describe('a health answer of another kind is good, and names no revision', () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ['one without content', (response) => response.writeHead(204).end()],
    ['one that is empty', (response) => response.end()],
    ['text', (response) => response.end('OK')],
    ['null', (response) => response.end('null')],
    ['a revision that is an object', (response) => response.end('{"revision":{"sha":"one"}}')],
    ['JSON that is cut', (response) => response.end('{"revision":"one"')],
  ])('%s', async (_name, answer) => {
    const { url, reached } = await serve(answer);
    const probing = start(url);
    await reached(20);
    const figures = await probing.end();
    expect(figures).toMatchObject({ failed: 0, revisions: [] });
    expect(figures.p50Ms).not.toBeNull();
  });
});

test.each<[string, object, (response: ServerResponse) => void]>([
  [
    'a pointer',
    { pointer: '/build/commit' },
    (response): void => void response.end('{"revision":"other","build":{"commit":"one"}}'),
  ],
  [
    'a header',
    { header: 'X-Commit' },
    (response): void => void response.setHeader('x-commit', 'one').end('{"revision":"other"}'),
  ],
])('the revision is read where %s names it', async (_name, revision, answer) => {
  const { url, reached } = await serve(answer);
  const probing = start(url, { revision });
  await reached(20);
  const { revisions } = await probing.end();
  expect(revisions.map((one) => one.revision)).toEqual(['one']);
});

describe('other paths take turns with the health path', () => {
  test('at the same rate in all, over both kinds of connection each', async () => {
    const sockets = new Map<string, Set<Socket>>();
    const asked = new Map<string, number>();
    const { url, reached } = await serve((response, _number, { url: path = '', socket }) => {
      asked.set(path, (asked.get(path) ?? 0) + 1);
      sockets.set(path, (sockets.get(path) ?? new Set()).add(socket));
      if (path === '/health') answerWith(response, 'one');
      else response.writeHead(path === '/login' ? 404 : 302).end();
    });
    const probing = start(url, { paths: ['/items?page=1', '/login'] });
    await reached(60);
    const figures = await probing.end();
    expect(figures).toMatchObject({ failed: 0 });
    const [health = 0, ...others] = ['/health', '/items?page=1', '/login'].map(
      (path) => asked.get(path) ?? 0,
    );
    for (const other of others) expect(Math.abs(health - other)).toBeLessThanOrEqual(1);
    expect(figures.revisions[0]?.answers).toBe(health);
    for (const [path, own] of sockets) expect(own.size).toBeLessThan(asked.get(path) ?? 0);
  });

  test('a failure names the path, and not the health path', async () => {
    const { url, reached } = await serve((response, _number, { url: path = '' }) => {
      if (path === '/health') answerWith(response, 'one');
      else response.writeHead(503).end();
    });
    const probing = start(url, { paths: ['/items'] });
    await reached(40);
    const { failures, failed, sent } = await probing.end();
    expect(Math.abs(failed - sent / 2)).toBeLessThanOrEqual(1);
    expect(new Set(failures.map(({ path, reason }) => `${path ?? ''} ${reason}`))).toEqual(
      new Set(['/items 503']),
    );
  });
});

test('until the first good answer each reason is told once', async () => {
  const { url, reached } = await serve((response, number) => {
    if (number < 10) response.writeHead(number < 5 ? 503 : 404).end();
    else answerWith(response, 'one');
  });
  const probing = start(url, { paths: [] });
  await reached(30);
  await probing.end();
  const [first, second, third, ...figures] = probing.output().trim().split('\n');
  expect([first, second, third]).toEqual(['not served: 503', 'not served: 404', '{"probe":"answered"}']);
  expect(figures).toHaveLength(1);
});

test('revisions are told in the order in which they came', async () => {
  const { url, reached } = await serve((response, number) => {
    answerWith(response, number < 20 ? 'old' : 'new');
  });
  const probing = start(url);
  await reached(45);
  const { revisions } = await probing.end();
  expect(revisions.map(({ revision }) => revision)).toEqual(['old', 'new']);
  expect(revisions[0]?.lastMs).toBeLessThanOrEqual(revisions[1]?.lastMs ?? 0);
});

test('SIGUSR2 prints figures and counts anew, and no request is lost between the two', async () => {
  let served = 0;
  const { url, reached } = await serve((response) => {
    served += 1;
    answerWith(response, 'one');
  });
  const probing = start(url);
  await reached(20);
  probing.child.kill('SIGUSR2');
  while (parseSteadyProbes(probing.output()).length === 0) await once(probing.child, 'printed');
  await reached(served + 20);
  await probing.end();
  const both = parseSteadyProbes(probing.output());
  expect(both).toHaveLength(2);
  expect(both.reduce((sum, { sent }) => sum + sent, 0)).toBe(served);
});

test.each([
  ['nothing', '', 0],
  ['another line', 'started\n{"probe":"answered"}', 0],
  ['a line that is cut', '{"startedAt":"2026-01-01T00:00:00Z","sent":12', 0],
  ['figures below zero', '{"startedAt":"2026-01-01T00:00:00Z","sent":-1}', 0],
])('%s is not taken for figures', (_name, log, count) => {
  expect(parseSteadyProbes(log)).toHaveLength(count);
});
