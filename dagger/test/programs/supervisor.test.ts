import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { parseProbe, parseSupervised, type Supervised } from '../../src/verdict/parse-smoke.ts';

const run = promisify(execFile);
const file = (path: string): string => new URL(path, import.meta.url).pathname;
const service = file('fixtures/service.js');

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

/** One life of a service with a habit, as the supervisor tells it. */
async function supervise(habit: string, skip: string[] = []): Promise<Supervised> {
  const port = String(await freePort());
  const settings = {
    command: [process.execPath, service, port, habit, join(root, 'cache.json')],
    healthUrl: `http://127.0.0.1:${port}/health`,
    // Long where nothing is to run out: a machine that is busy takes its time. A sick service has to be seen first.
    ...{ skip, root, healthyMs: habit === 'sick' ? 5000 : 50_000, stopMs: habit === 'deaf' ? 300 : 50_000 },
  };
  const { stdout } = await run(process.execPath, [
    file('../../programs/supervisor.js'),
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
      lastHealth: '200',
      exit: { code: 0, signal: null },
      killed: false,
      wrote: [],
    });
    expect(facts).toMatchObject({ uid: process.getuid?.(), log: 'listening\n' });
    expect(facts.healthyMs).toBeTypeOf('number');
    expect(facts.stopMs).toBeTypeOf('number');
  });

  test('what was written, unless it is a mount', async () => {
    expect((await supervise('writes', [join(root, 'cache.json')])).wrote).toEqual([]);
    expect((await supervise('writes')).wrote).toEqual([join(root, 'cache.json')]);
  });

  test('of a process that dies, and does not wait for the deadline', async () => {
    const facts = await supervise('crash');
    expect(facts).toMatchObject({ exit: { code: 1, signal: null }, lastHealth: 'ECONNREFUSED' });
    expect(facts.healthyMs).toBeUndefined();
    expect(facts.log).toContain('no database');
  });

  test('of a service that never gets healthy', async () => {
    const facts = await supervise('sick');
    expect([facts.healthyMs, facts.lastHealth]).toEqual([undefined, '503']);
  });

  test.each([
    ['deaf', { killed: true, exit: { code: null, signal: 'SIGKILL' } }],
    ['plain', { killed: false, exit: { code: null, signal: 'SIGTERM' } }],
    ['five', { killed: false, exit: { code: 5, signal: null } }],
  ])('how a service ends that is %s to SIGTERM', async (habit, facts) => {
    expect(await supervise(habit)).toMatchObject(facts);
  });
});

describe('the probe tells', () => {
  const probe = async (settings: object): Promise<unknown> => {
    const { stdout } = await run(process.execPath, [
      file('../../programs/probe.js'),
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
