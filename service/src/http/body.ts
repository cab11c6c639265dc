import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../domain/refusal.ts';
import type { AppEnv } from './env.ts';

/** The size limit of a body in bytes. The longest valid body, a message of 4000 escaped emoji, has 48 kB. */
export const maxBodyBytes = 64 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** A body's text. @throws Refusal malformed_json when it is not UTF-8 */
function decode(bytes: ArrayBuffer): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Refusal('malformed_json', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal('malformed_json', { cause });
  }
}

/** Whether the media type is JSON. UTF-8 is the only charset of JSON (RFC 8259). */
const isJson = (type: string) =>
  type === 'application/json' || /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type);
const isForm = (type: string) => /^application\/x-www-form-urlencoded\b/i.test(type);

const countChunks = bodyLimit({
  maxSize: maxBodyBytes,
  onError: () => {
    throw new Refusal('too_large');
  },
});

/**
 * Reads a body up to the size limit. Content-Length is enough where there is one, because Node enforces it. Only a
 * chunked body is counted while it is read, because counting leaves the fast path of the adapter.
 */
async function readBytes(c: Context<AppEnv, string>): Promise<ArrayBuffer> {
  if (Number(c.req.header('content-length')) > maxBodyBytes) throw new Refusal('too_large');
  if (c.req.header('transfer-encoding') !== undefined)
    await countChunks(c, async () => void (await c.req.arrayBuffer()));
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > maxBodyBytes) throw new Refusal('too_large');
  return bytes;
}

/**
 * The value in a request's body: JSON, or a form on routes that accept `forms`. Without a body it is an empty object,
 * and the schema decides whether that is valid.
 * @throws Refusal too_large, unsupported_media, malformed_json
 */
export async function readBody(
  c: Context<AppEnv, string>,
  { forms }: { readonly forms: boolean },
): Promise<unknown> {
  const bytes = await readBytes(c);
  const type = c.req.header('content-type') ?? '';
  if (bytes.byteLength === 0) {
    if (isJson(type)) throw new Refusal('malformed_json', { detail: 'The body is empty' });
    return {};
  }
  if (isJson(type)) return parseJson(decode(bytes));
  if (forms && isForm(type)) return Object.fromEntries(new URLSearchParams(decode(bytes)));
  throw new Refusal('unsupported_media');
}
