import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../domain/refusal.ts';
import type { AppEnv } from './env.ts';

/** Bytes of a body that are read; the longest valid one, a message of 4000 escaped emoji, is 48 kB. */
export const maxBodyBytes = 64 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A body's text. @throws Refusal malformed_json when it is not UTF-8 */
function decode(bytes: ArrayBuffer): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Refusal('malformed_json', { cause });
  }
}

/** Whether the type is JSON, with no charset but UTF-8 (RFC 8259 knows no other). */
const isJson = (type: string) => /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type);
const isForm = (type: string) => /^application\/x-www-form-urlencoded\b/i.test(type);

const countChunks = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new Refusal('too_large');
  },
});

/**
 * Bounds and decodes the body once, before the schemas see it. By Content-Length where there is one (Node holds
 * the peer to it); only a chunked body is counted while it is read, because that leaves the adapter's fast path.
 */
export const readBody: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!withBody.has(c.req.method)) {
    await next();
    return;
  }
  const length = Number(c.req.header('content-length') ?? Number.NaN);
  if (length > maxBodyBytes) throw new Refusal('too_large');
  const chunked = c.req.header('transfer-encoding') !== undefined;
  const type = c.req.header('content-type') ?? '';
  const read = async () => {
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > maxBodyBytes) throw new Refusal('too_large');
    if (bytes.byteLength > 0) {
      if (!isJson(type) && !(isForm(type) && c.req.path.startsWith('/api/auth/login')))
        throw new Refusal('unsupported_media');
      // The validators look for the text here; with the bytes alone they would decode them by way of a Response.
      if (isJson(type)) Object.assign(c.req.bodyCache, { text: Promise.resolve(decode(bytes)) });
    } else if (isJson(type)) throw new Refusal('malformed_json', { detail: 'The body is empty' });
    await next();
  };
  if (chunked) await countChunks(c, read);
  else if (length === 0 || (Number.isNaN(length) && type === '')) await next();
  else await read();
};
