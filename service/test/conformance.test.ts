import { beforeAll, describe, expect, it } from 'vitest';
import { ContractBroken, createConformance, type Exchange } from './conformance.ts';
import { readEvents } from './sse.ts';
import { createWorld } from './world.ts';

const id = '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13';
const other = '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a14';
const user = {
  id,
  username: 'ada',
  display_name: null,
  avatar_url: null,
  created_at: '2026-01-05T09:30:00Z',
};
const problem = {
  type: 'urn:messenger:problem:not_found',
  title: 'Not here',
  status: 404,
  detail: 'Not here',
  instance: '/api/x',
  code: 'not_found',
  errors: [],
  request_id: 'request-1',
};

const answer = (body: unknown, status = 200, type = 'application/json') =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type, 'x-request-id': 'request-1' },
  });
const refusal = (over: object = {}) => {
  const body = { ...problem, ...over };
  return answer(body, body.status, 'application/problem+json');
};
const users = `/api/users/${id}`;

describe('the check of responses against the document', () => {
  let check: ReturnType<typeof createConformance>;
  beforeAll(async () => {
    check = createConformance(await (await createWorld().app.request('/openapi.json')).json());
  });
  const broken = (exchange: Partial<Exchange> & Pick<Exchange, 'response'>) =>
    check({ method: 'GET', path: users, userId: id, ...exchange }).then(
      () => false,
      (error: unknown) => {
        if (error instanceof ContractBroken) return true;
        throw error;
      },
    );

  it.each([
    ['what is declared', { response: answer({ ...user, email: 'ada@example.org' }) }],
    ['a declared problem', { response: refusal() }],
    ['a problem on an unknown path', { path: '/api/nothing', response: refusal() }],
    ['a page', { path: '/docs', response: answer('<p>', 200, 'text/html') }],
  ])('accepts %s', async (_, exchange) => {
    expect(await broken(exchange)).toBe(false);
  });

  it.each([
    ['an undeclared field', { response: answer({ ...user, password_hash: 'scrypt$' }) }],
    [
      'the e-mail address of another user',
      { userId: other, response: answer({ ...user, email: 'a@b.org' }) },
    ],
    [
      'an e-mail address in a list',
      {
        path: '/api/users?query=ada',
        userId: other,
        response: answer({ data: [{ ...user, email: 'a@b.org' }], next_cursor: null }),
      },
    ],
    ['a missing field', { response: answer({ id }) }],
    ['an undeclared status', { response: answer('', 418) }],
    ['an undeclared type', { response: answer('hello', 200, 'text/plain') }],
    ['what is not JSON', { response: answer('{') }],
    ['an undeclared code', { response: refusal({ code: 'deleted' }) }],
    ['a problem with another status', { response: answer(problem, 401, 'application/problem+json') }],
    ['a problem with another request id', { response: refusal({ request_id: 'request-2' }) }],
    ['an additional field in a problem', { response: refusal({ stack: 'at createApp' }) }],
    ['a plain 404 on an unknown path', { path: '/api/nothing', response: answer('404', 404, 'text/plain') }],
    ['another problem on an unknown path', { path: '/api/nothing', response: refusal({ status: 500 }) }],
    ['a success on an unknown path', { path: '/api/nothing', response: answer({}) }],
    ['405 without the methods that are allowed', { method: 'PUT', response: refusal({ status: 405 }) }],
    [
      'an undeclared body',
      {
        method: 'POST',
        path: `/api/conversations/${id}/typing`,
        response: answer('x', 202, 'text/plain'),
      },
    ],
    ['a stream of another type', { path: '/api/events', response: answer('data: x', 200, 'text/plain') }],
  ])('rejects %s', async (_, exchange) => {
    expect(await broken(exchange)).toBe(true);
  });

  it.each([
    ['an unknown name', 'event: gossip\ndata: {}\n\n'],
    [
      'a field too many',
      'event: typing\ndata: {"conversation_id":"ID","user_id":"ID","email":"a@b.org"}\n\n',
    ],
    ['no data', 'event: ready\n\n'],
    ['an incomplete message', 'event: message\nid: 1700000000000\ndata: {"seq":1}\n\n'],
    ['ready without an id to resume from', 'event: ready\ndata: {"resync":false}\n\n'],
  ])('rejects an event with %s', async (_, text) => {
    const events = readEvents(new Response(text.replaceAll('ID', id)));
    await expect(events.next()).rejects.toThrow(ContractBroken);
  });
});
