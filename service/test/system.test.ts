import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from '../src/config.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { createWorld, shapes } from './world.ts';

/** A store whose database is gone. */
function goneStore() {
  const store = new SqliteStore(':memory:');
  const gone = () => Promise.reject(new Refusal('unavailable', { retryAfterS: 1 }));
  return Object.assign(store, { read: gone, write: gone, ping: gone });
}

describe('probes', () => {
  it('report status, version, revision and uptime', async () => {
    const response = await createWorld().call('/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok', revision: 'unknown', version: '0.1.0' });
  });

  it.each([
    ['/health', 503],
    ['/readyz', 503],
    ['/livez', 200],
  ])('%s answers %d when the database is gone', async (path, status) => {
    expect((await createWorld({ store: goneStore() }).call(path)).status).toBe(status);
  });

  it('stop requests to a process that shuts down', async () => {
    const { call } = createWorld({ draining: () => true });
    expect((await call('/readyz')).status).toBe(503);
    expect((await call('/livez')).status).toBe(200);
  });

  it('count requests by their route pattern', async () => {
    const { call } = createWorld();
    await call('/health');
    await call('/no/such/path');
    const text = await (await call('/metrics')).text();
    expect(text).toContain('http_requests_total{method="GET",route="/health",status="200"} 1');
    expect(text).toContain('route="unmatched",status="404"');
  });
});

describe('every answer', () => {
  it('is 503 with Retry-After when the database is gone', async () => {
    const { call } = createWorld({ store: goneStore() });
    const body = { username: 'ada', password: 'correct horse' };
    const response = await call('/api/auth/login', { method: 'POST', body });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it.each([
    ['an unknown path', '/api/nothing', 'GET', 404],
    ['a wrong method', '/api/auth/login', 'GET', 405],
    ['a wrong method at the root', '/health', 'POST', 405],
  ])('is a problem for %s', async (_, path, method, status) => {
    const response = await createWorld().call(path, { method });
    expect(response.status).toBe(status);
    expect(shapes.Problem.parse(await response.json()).status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/GET|POST/);
  });

  it('accepts a trailing slash', async () => {
    expect((await createWorld().call('/health/')).status).toBe(200);
  });

  it('has a request id, the client’s own if it is well-formed', async () => {
    const { call } = createWorld();
    const id = async (given: string) =>
      (await call('/livez', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await id('client-id-1')).toBe('client-id-1');
    expect(await id('short')).not.toBe('short');
    expect(await id('with spaces {}"')).toMatch(/^[\w-]{36}$/);
  });

  it('has the security headers', async () => {
    const { headers } = await createWorld().call('/livez');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the OpenAPI description', () => {
  const Part = z.object({
    schemas: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()) })),
  });

  it('says that a display name may be null', async () => {
    const document: unknown = await (await createWorld().call('/openapi.json')).json();
    const { components } = z.object({ components: Part }).parse(document);
    const properties = components.schemas['Registration']?.properties;
    expect(properties?.['display_name']).toMatchObject({ type: ['string', 'null'], maxLength: 100 });
  });
});

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ PORT: 8000, DATA_DIR: 'data' });
  });

  it.each([
    ['an invalid port', { PORT: '70000' }, 'PORT'],
    ['a short secret', { JWT_SECRET: 'short' }, 'JWT_SECRET'],
    ['another database', { DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL'],
    ['PostgreSQL without a secret', { DATABASE_URL: 'postgres://u:hidden@db/x' }, 'JWT_SECRET'],
    ['an unknown level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ])('refuses %s by the name of the variable, without its value', (_, env, name) => {
    const read = () => readConfig(env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    for (const value of Object.values(env)) expect(read).not.toThrow(value);
  });
});
