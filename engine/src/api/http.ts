import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Answer } from './answer.ts';

/** Answers a GraphQL document. */
export type Ask = (document: string, variables?: Record<string, unknown> | null) => Promise<Answer>;

const requestShape = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

/** Answers one request, if it has the session's token. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  ask: Ask,
): Promise<void> {
  if (!isAuthorized(request, token))
    return reply(response, 401, { errors: [{ message: 'the session token is wrong' }] });
  if (request.method !== 'POST' || request.url !== '/query')
    return reply(response, 404, { errors: [{ message: 'POST /query is all there is' }] });
  const parsed = requestShape.safeParse(parseJson(await text(request)));
  if (!parsed.success)
    return reply(response, 400, { errors: [{ message: 'a JSON object with the member query is expected' }] });
  reply(response, 200, await ask(parsed.data.query, parsed.data.variables));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** RFC 7617, with the token as the user and no password. */
function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${token}:`).toString('base64')}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
