import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorld } from './world.ts';

/** The routes that are open without a token. A new route requires a token or is listed here. */
const open = [
  'GET /docs',
  'GET /health',
  'GET /livez',
  'GET /metrics',
  'GET /openapi.json',
  'GET /readyz',
  'POST /api/auth/login',
  'POST /api/auth/logout',
  'POST /api/auth/refresh',
  'POST /api/auth/register',
];

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

describe('a route', () => {
  it('requires a token unless it is on the list of open routes', async () => {
    const { call } = createWorld();
    const { paths } = Document.parse(await (await call('/openapi.json')).json());
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    const answers = operations.map(async ({ method, path }) => {
      const { status } = await call(path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000'), {
        method,
      });
      return { route: `${method} ${path}`, status };
    });
    const withoutToken = (await Promise.all(answers)).filter(({ status }) => status !== 401);
    const served = withoutToken.map(({ route }) => route);
    expect(open).toEqual(expect.arrayContaining(served));
    expect(operations.length - served.length).toBeGreaterThan(20);
  });
});
