import { createServer, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HTTPException } from 'hono/http-exception';
import { createPasswords } from '../src/domain/passwords.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { refusalOf } from '../src/http/problem.ts';
import { createRateLimiter } from '../src/http/rate-limit.ts';
import { listen } from '../src/http/server.ts';
import { createWorld, shapes } from './world.ts';

const clock = { ms: 0 };
const limited = () => createRateLimiter({ factor: 0.05, now: () => clock.ms });

/** Counts requests until the limiter refuses one. */
function takeAll(limiter: ReturnType<typeof limited>, key: string): { taken: number; refusal: Refusal } {
  for (let taken = 0; ; taken += 1) {
    try {
      limiter.take('login', key);
    } catch (error) {
      if (error instanceof Refusal) return { taken, refusal: error };
      throw error;
    }
  }
}

describe('a rate limit', () => {
  it('refuses requests above the limit, and accepts one after the time in retryAfterS', () => {
    const limiter = createRateLimiter({ factor: 1, now: () => clock.ms });
    const { refusal, taken } = takeAll(limiter, 'ada');
    expect(taken).toBe(20);
    expect(refusal.status).toBe(429);
    clock.ms += (refusal.retryAfterS ?? 0) * 1000 + 1;
    expect(takeAll(limiter, 'ada').taken).toBe(1);
  });

  it('counts each key separately, and can be switched off', () => {
    const limiter = limited();
    takeAll(limiter, 'ada');
    expect(takeAll(limiter, 'bob').taken).toBe(1);
    const off = createRateLimiter({ factor: 0, now: () => clock.ms });
    for (let time = 0; time < 100; time += 1) off.take('login', 'ada');
  });

  it('forgets keys whose bucket has long been full', () => {
    const limiter = limited();
    for (let key = 0; key < 20_000; key += 1) limiter.take('login', String(key));
    clock.ms += 61_000;
    limiter.take('login', 'one more');
    expect(takeAll(limiter, '0').taken).toBe(1);
  });

  it.each([
    ['login attempts of one name', 20],
    ['requests of one address behind a trusted proxy', 60],
  ])('holds for %s', async (what, most) => {
    const base = createWorld().deps.config;
    const proxied = what.includes('address');
    const limiter = createRateLimiter({ factor: 1, now: () => 0 });
    const { call } = createWorld({ limiter, config: { ...base, TRUST_PROXY: proxied } });
    const headers = { 'x-forwarded-for': '10.0.0.1, 192.0.2.7' };
    const statuses: number[] = [];
    for (let time = 0; time <= most; time += 1) {
      const username = proxied ? `name${String(time)}` : 'Ada';
      const body = { username, password: 'wrong horse' };
      statuses.push((await call('/api/auth/login', { method: 'POST', body, headers })).status);
    }
    expect(statuses.slice(-2)).toEqual([401, 429]);
  });
});

describe('the limit of', () => {
  /** A service with low limits: 5 sends, 1 typing notice, 1 search. */
  const few = 1 / 120;
  it.each([
    ['sending', 5, 'POST', () => '/api/messages', 201],
    ['typing', 1, 'POST', (id: string) => `/api/conversations/${id}/typing`, 202],
    ['searching', 1, 'GET', () => '/api/users?query=ada', 200],
  ])('%s is %i for each user, with the time to wait', async (_, most, method, path, good) => {
    const base = createWorld();
    const [ada, bob] = [await base.person(), await base.person()];
    const body = { receiver_id: bob.id, content: 'hello' };
    const { conversation_id } = shapes.Message.parse(await (await base.send(ada.token, body)).json());
    let time = 0;
    const limiter = createRateLimiter({ factor: few, now: () => time });
    const { call } = createWorld({ store: base.deps.store, limiter });
    const request = (token: string) =>
      call(path(conversation_id), {
        method,
        token,
        ...(good === 201 ? { body: { conversation_id, content: 'again' } } : {}),
      });
    const statuses = [];
    for (let turn = 0; turn < most; turn += 1) statuses.push((await request(ada.token)).status);
    expect(statuses).toEqual(statuses.map(() => good));
    const refused = await request(ada.token);
    expect(refused.status).toBe(429);
    expect(shapes.Problem.parse(await refused.json()).code).toBe('rate_limited');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBe(60 / most);
    // The limit holds only for this user, and ends after the given time.
    expect((await request(bob.token)).status).toBe(good);
    time += wait * 1000;
    expect((await request(ada.token)).status).toBe(good);
  });
});

describe('password hashing', () => {
  it('refuses requests when too many wait, and then goes on', async () => {
    const passwords = createPasswords({ logN: 10, parallel: 1, waiting: 2 });
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => passwords.hash('correct horse')));
    expect(tries.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(await passwords.verify('correct horse', await passwords.hash('correct horse'))).toBe(true);
    expect(await passwords.verify('correct horse', undefined)).toBe(false);
  });
});

describe('an error', () => {
  it.each([
    [new HTTPException(400), 400, 'bad_request'],
    [new HTTPException(413), 413, 'too_large'],
    [new HTTPException(418), 400, 'bad_request'],
    [new Error('a secret of ours'), 500, 'internal'],
  ])('is answered with the status of its kind: %s', (error, status, code) => {
    expect(refusalOf(error)).toMatchObject({ status, code });
    expect(refusalOf(error).message).not.toContain('secret');
  });
});

describe('over a socket', () => {
  const serve = async () => {
    const world = createWorld();
    const server = await listen(world.app, { port: 0, host: '127.0.0.1' });
    const person = await world.person();
    /** Sends a body in chunks, without its length. */
    const chunked = (pieces: readonly (string | Buffer)[], headers: Record<string, string> = {}) =>
      new Promise<number>((resolve, reject) => {
        const options = { port: server.port, path: '/api/messages', method: 'POST' };
        const request = httpRequest({
          ...options,
          headers: {
            authorization: `Bearer ${person.token}`,
            'content-type': 'application/json',
            ...headers,
          },
        });
        request.on('response', (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        request.on('error', reject);
        for (const piece of pieces) request.write(piece);
        request.end();
      });
    return { ...world, server, chunked, person };
  };

  it('a chunked body is read, and refused when it gets too large', async () => {
    const { chunked, server } = await serve();
    expect(await chunked(['{"content":', '"a"}'])).toBe(422);
    expect(await chunked(['{"content":', '"a'])).toBe(400);
    expect(await chunked(Array.from({ length: 80 }, () => 'a'.repeat(1000)))).toBe(413);
    expect(await chunked(['{}'], { 'content-length': '2', 'content-type': 'text/plain' })).toBe(415);
    await server.drain(100);
  });

  it('draining waits for running requests, and closes those that take too long', async () => {
    const { deps, person, server } = await serve();
    const stream = await fetch(`http://127.0.0.1:${String(server.port)}/api/events`, {
      headers: { authorization: `Bearer ${person.token}` },
    });
    const reading = stream.text().catch(() => 'cut off');
    const drained = server.drain(200);
    await drained;
    expect(await reading).toBe('cut off');
    await deps.store.close();
  });

  it('a port in use is an error', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(listen(createWorld().app, { port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
    other.close();
  });

  it('only browsers from listed origins may call', async () => {
    const base = createWorld().deps.config;
    const { call } = createWorld({ config: { ...base, CORS_ORIGINS: ['https://chat.example.org'] } });
    const allowed = async (origin: string) =>
      (await call('/api/users/me', { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await allowed('https://chat.example.org')).toBe('https://chat.example.org');
    expect(await allowed('https://evil.example.org')).toBeNull();
  });
});

describe('a user', () => {
  it('has a separate limit of requests', async () => {
    const limiter = createRateLimiter({ factor: 0.001, now: () => 0 });
    const { call, person } = createWorld({ limiter });
    const { token } = await person();
    const statuses = [];
    for (let time = 0; time < 4; time += 1) statuses.push((await call('/api/users/me', { token })).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(shapes.Problem.parse(await (await call('/api/users/me', { token })).json()).code).toBe(
      'rate_limited',
    );
  });
});
