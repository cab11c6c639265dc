import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal, type RefusalCode } from '../domain/refusal.ts';
import type { AppEnv } from './env.ts';

const byStatus: Readonly<Record<number, RefusalCode>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media',
  422: 'invalid',
  429: 'rate_limited',
  503: 'unavailable',
};

/** Converts any error to a refusal: a framework error by its status, everything else to `internal`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof HTTPException) {
    return new Refusal(byStatus[error.status] ?? 'bad_request', { cause: error });
  }
  return new Refusal('internal', { cause: error });
}

/** The response to a refusal: application/problem+json (RFC 9457). */
export function problem(c: Context<AppEnv>, refusal: Refusal): Response {
  const { code, status, title, errors, retryAfterS } = refusal;
  if (retryAfterS !== undefined) c.header('retry-after', String(Math.ceil(retryAfterS)));
  if (status === 401) c.header('www-authenticate', 'Bearer realm="messenger"');
  const body = {
    type: `urn:messenger:problem:${code}`,
    title,
    status,
    detail: refusal.message,
    instance: c.req.path,
    code,
    errors,
    request_id: c.get('requestId'),
  };
  c.header('content-type', 'application/problem+json');
  return c.body(JSON.stringify(body), status satisfies ContentfulStatusCode);
}
