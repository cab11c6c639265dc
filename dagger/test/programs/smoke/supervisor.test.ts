import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { parseProbe, parseSupervised, type SupervisorReport } from '../../../src/gates/smoke/parse.ts';

const run = promisify(execFile);
const file = (path: string): string => new URL(path, import.meta.url).pathname;
const service = file('fixtures/service.js');
const isNeverHealthy = ['sick', 'empty', 'redirects'];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'supervisor-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** How a service is started and asked. */
interface Life {
  readonly skip?: readonly string[];
  /** The command, from the words that start the service. */
  readonly command?: (words: readonly string[]) => readonly string[];
  readonly healthcheck?: readonly string[] | null;
  /** Ports that the image exposes, from the one that is asked. */
  readonly exposed?: (port: number) => readonly number[];
}

/** One life of a service with a habit, as the supervisor tells it. */
async function supervise(habit: string, life: Life = {}): Promise<SupervisorReport> {
  const port = await freePort();
  const { skip = [], command = (words) => words, healthcheck = null, exposed = (own) => [own] } = life;
  const settings = {
    command: command([process.execPath, service, String(port), habit, join(root, 'cache.json')]),
    port,
    healthPath: '/health',
    exposed: exposed(port),
    healthcheck,
    skip,
    root,
    // Long where nothing is to run out: a machine that is busy takes its time. A sick service has to be seen first.
    healthyMs: isNeverHealthy.includes(habit) ? 5000 : 50_000,
    stopMs: habit === 'deaf' ? 300 : 50_000,
  };
  const { stdout } = await run(process.execPath, [
    file('../../../programs/smoke/supervisor.js'),
    JSON.stringify(settings),
  ]);
  const facts = parseSupervised(stdout);
  if (facts === undefined) throw new Error(`no facts in ${stdout}`);
  return facts;
}

describe('the supervisor tells', () => {
  test('of a service that does all right: health, end, user, log', async () => {
    const facts = await supervise('good');
    expect(facts).toMatchObject({
      health: { status: 200, last: '200' },
      exit: { code: 0, signal: null },
      killed: false,
      wrote: [],
    });
    expect(facts).toMatchObject({ uid: process.getuid?.(), log: 'listening\n' });
    expect(facts.healthyMs).toBeTypeOf('number');
    expect(facts.stopMs).toBeTypeOf('number');
  });

  test('what was written, unless it is a mount', async () => {
    expect((await supervise('writes', { skip: [join(root, 'cache.json')] })).wrote).toEqual([]);
    expect((await supervise('writes')).wrote).toEqual([join(root, 'cache.json')]);
  });

  test('of a process that dies, and does not wait for the deadline', async () => {
    const facts = await supervise('crash');
    expect(facts).toMatchObject({ exit: { code: 1, signal: null }, health: { last: 'ECONNREFUSED' } });
    expect(facts.healthyMs).toBeUndefined();
    expect(facts.log).toContain('no database');
  });

  test.concurrent.each([
    ['sick', { status: 503, last: '503' }],
    ['empty', { status: 204, last: '204' }],
    ['redirects', { status: 302, last: '302', location: '/login' }],
  ])('of a service that never gets healthy because it is %s', async (habit, health) => {
    const facts = await supervise(habit);
    expect(facts).toMatchObject({ health });
    expect(facts.healthyMs).toBeUndefined();
  });

  test.each([
    ['loopback', '127.0.0.1', true],
    ['good', '::', true],
    ['six', '::', false],
  ])('where a service listens: %s', async (habit, address, isHealthy) => {
    const facts = await supervise(habit);
    expect(facts.listening.map((listener) => listener.address)).toContain(address);
    expect(facts.healthyMs !== undefined).toBe(isHealthy);
  });

  test('of a service on the port that its image exposes, before the time is up', async () => {
    const facts = await supervise('elsewhere', { exposed: (port) => [port + 1] });
    expect(facts.healthyMs).toBeUndefined();
    expect(facts.stopMs).toBeTypeOf('number');
  });

  test.each([
    ['passes', 'process.exit(0)', 0],
    ['fails', 'console.log("no database"); process.exit(1)', 1],
  ])("of the image's own HEALTHCHECK that it %s", async (_, script, exitCode) => {
    const facts = await supervise('good', { healthcheck: [process.execPath, '-e', script] });
    expect(facts.healthcheck?.exitCode).toBe(exitCode);
    if (exitCode > 0) expect(facts.healthcheck?.output).toBe('no database\n');
  });

  test('of a HEALTHCHECK whose program is not in the image', async () => {
    const facts = await supervise('good', { healthcheck: ['/no/such/curl', '-f'] });
    expect(facts.healthcheck).toMatchObject({ exitCode: 127 });
  });

  test.each([
    ['deaf', { killed: true, exit: { code: null, signal: 'SIGKILL' } }],
    ['plain', { killed: false, exit: { code: null, signal: 'SIGTERM' } }],
    ['five', { killed: false, exit: { code: 5, signal: null } }],
  ])('how a service ends that is %s to SIGTERM', async (habit, facts) => {
    expect(await supervise(habit)).toMatchObject({ ...facts, survivors: [] });
  });

  test.each([
    ['a shell', (words: readonly string[]) => ['/bin/sh', '-c', `${words.join(' ')}; true`]],
    [
      'a program that passes on no signal',
      (words: readonly string[]) => [process.execPath, file('fixtures/wrapper.js'), ...words],
    ],
  ])(
    'that SIGTERM reaches %s and not the service, and ends though that holds the pipes',
    async (_, command) => {
      const facts = await supervise('good', { command });
      expect(facts.healthyMs).toBeTypeOf('number');
      expect(facts.survivors).toHaveLength(1);
      expect(facts.survivors[0]).toContain('service.js');
      expect(facts.killed).toBe(false);
    },
  );
});

describe('the probe tells', () => {
  const probe = async (settings: object): Promise<unknown> => {
    const { stdout } = await run(process.execPath, [
      file('../../../programs/smoke/probe.ts'),
      JSON.stringify(settings),
    ]);
    return parseProbe(stdout);
  };

  test('what nobody answers', async () => {
    const baseUrl = `http://127.0.0.1:${String(await freePort())}`;
    expect(await probe({ baseUrl, healthPath: '/health', conversation: null, healthyMs: 100 })).toEqual({
      health: { status: 0, last: 'ECONNREFUSED' },
    });
  });
});
