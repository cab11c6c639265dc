import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

/** Texts that would be a valid name, password, picture URL, token and cursor without their NUL. */
const withNul = 'https://example.org/a\0b';
const anyId = '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13';

const Schema = z.object({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
const Operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: Schema.optional() })) })
    .optional(),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});
type Operation = z.infer<typeof Operation>;

onEachStore((make) => {
  /** Every documented route, with the names of its values. */
  async function routes() {
    const world = make();
    const { token } = await world.person();
    const { components, paths } = Document.parse(await (await world.call('/openapi.json')).json());
    const namesIn = ({ requestBody }: Operation) => {
      const schema = requestBody?.content['application/json']?.schema;
      const named = components.schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema;
      return Object.keys(named?.properties ?? {});
    };
    const all = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([name, operation]) => {
        const named = (place: string) =>
          (operation.parameters ?? []).filter((given) => given.in === place).map((given) => given.name);
        return {
          method: name.toUpperCase(),
          path,
          at: path.replaceAll(/\{\w+\}/g, anyId),
          body: namesIn(operation),
          query: named('query'),
          inPath: named('path'),
        };
      }),
    );
    return { ...world, token, all };
  }

  const refusedIn = async (answer: Response) => {
    expect(answer.status).toBe(422);
    const { errors } = shapes.Problem.parse(await answer.json());
    return new Set(errors.map(({ pointer }) => pointer.split('/')[1]));
  };

  describe('NUL', () => {
    it('is refused by every value of every body', async () => {
      const { all, call, token } = await routes();
      let seen = 0;
      for (const { at, body, method } of all.filter((route) => route.body.length > 0)) {
        const values = Object.fromEntries(body.map((name) => [name, withNul]));
        const refused = await refusedIn(await call(at, { method, token, body: values }));
        expect([method, at, ...body.filter((name) => !refused.has(name))]).toEqual([method, at]);
        seen += body.length;
      }
      expect(seen).toBeGreaterThan(20);
    });

    it('is refused by every parameter in a query and in a path', async () => {
      const { all, call, token } = await routes();
      const text = encodeURIComponent(withNul);
      let seen = 0;
      for (const { at, inPath, method, path, query } of all) {
        for (const name of inPath) {
          const wrong = path.replace(`{${name}}`, text).replaceAll(/\{\w+\}/g, anyId);
          expect(await refusedIn(await call(wrong, { method, token }))).toEqual(new Set([name]));
        }
        if (query.length === 0) continue;
        const asked = query.map((name) => `${name}=${text}`).join('&');
        const refused = await refusedIn(await call(`${at}?${asked}`, { method, token }));
        expect([method, at, ...query.filter((name) => !refused.has(name))]).toEqual([method, at]);
        seen += query.length + inPath.length;
      }
      expect(seen).toBeGreaterThan(10);
    });

    it('is refused in a form too, before login', async () => {
      const { call } = make();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = 'username=a%00b&password=correct+horse';
      expect((await call('/api/auth/login', { method: 'POST', body, headers })).status).toBe(422);
    });
  });

  describe('an unpaired surrogate', () => {
    it.each([
      ['PATCH', '/api/users/me', { avatar_url: 'https://example.org/\ud800' }],
      ['POST', '/api/auth/login', { username: 'a\ud800', password: 'correct horse' }],
      ['POST', '/api/auth/login', { username: 'ada', password: 'correct \ud800' }],
      ['POST', '/api/auth/logout', { refresh_token: '\udc00' }],
      ['DELETE', '/api/users/me', { current_password: 'correct \ud800' }],
    ])('is refused by %s %s', async (method, path, body) => {
      const world = make();
      const { token } = await world.person();
      expect((await world.call(path, { method, token, body })).status).toBe(422);
    });
  });
});
