import { OpenAPIHono, type Hook } from '@hono/zod-openapi';
import { Refusal, type InvalidValue } from '../domain/refusal.ts';
import type { AppEnv } from './env.ts';

const places = { json: 'body', form: 'body', query: 'query', param: 'path', header: 'header' } as const;

const place = (target: string): InvalidValue['in'] =>
  target in places ? places[target as keyof typeof places] : 'body';

/** RFC 6901, section 3: `~` and `/` are escaped in a pointer. */
const escaped = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** Turns what the schemas found into a 422 with a pointer for each value. */
const refuseInvalid: Hook<unknown, AppEnv, string, unknown> = (result) => {
  if (result.success) return;
  const errors = result.error.issues.map(({ path, message }) => ({
    in: place(result.target),
    pointer: path.map((part) => `/${escaped(part)}`).join(''),
    detail: message,
  }));
  throw new Refusal('invalid', { errors });
};

export type Router = OpenAPIHono<AppEnv>;

/** A router with our answer to invalid values; the library does not hand its default hook down to sub-routers. */
export const createRouter = (): Router =>
  new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid, strict: false });
