/**
 * The conversation of the smoke test: two users register, one sends a message, the other receives it as an event and
 * reads it back. Run it with Node and BASE_URL; the exit code is 0 when everything worked.
 */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';

const base = process.env['BASE_URL'] ?? 'http://127.0.0.1:8000';

interface Call {
  readonly body?: unknown;
  readonly token?: string;
}

async function call(
  method: string,
  path: string,
  { body, token }: Call = {},
): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL(path, base), {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path} answered ${String(answer.status)}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Registers a new user and logs in. */
async function join(name: string): Promise<{ id: string; token: string }> {
  const username = `${name}-${randomUUID().slice(0, 8)}`;
  const password = randomUUID();
  const user = await call('POST', '/api/auth/register', {
    body: { email: `${username}@example.com`, username, password },
  });
  const tokens = await call('POST', '/api/auth/login', { body: { username, password } });
  return { id: String(user['id']), token: String(tokens['access_token']) };
}

/** The stream of events, each with its name and data. */
type Events = AsyncGenerator<[string, Record<string, unknown>], void>;

/** Reads a user's events (HTML standard, server-sent events). */
async function* eventsOf(
  token: string,
  signal: AbortSignal,
): AsyncGenerator<[string, Record<string, unknown>], void> {
  const answer = await fetch(new URL('/api/events', base), {
    headers: { authorization: `Bearer ${token}` },
    signal,
  });
  assert.ok(answer.ok && answer.body, `GET /api/events answered ${String(answer.status)}`);
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      yield [field('event'), JSON.parse(field('data') || '{}') as Record<string, unknown>];
    }
  }
}

/** Waits for an event by name and returns its data. */
async function next(events: Events, name: string): Promise<Record<string, unknown>> {
  for (;;) {
    const result = await events.next();
    if (result.done === true) assert.fail(`the event stream ended before ${name}`);
    const [event, data] = result.value;
    if (event === name) return data;
  }
}

const alice = await join('alice');
const bob = await join('bob');
const listening = new AbortController();
const late = AbortSignal.timeout(10_000);
const events = eventsOf(bob.token, AbortSignal.any([listening.signal, late]));
await next(events, 'ready');
const content = `Hello, Bob. ${randomUUID()}`;
const sent = await call('POST', '/api/messages', {
  token: alice.token,
  body: { receiver_id: bob.id, content },
});
const page = await call('GET', `/api/messages/conversation/${String(sent['conversation_id'])}`, {
  token: bob.token,
});
const messages = page['data'] as { id: unknown; content: unknown }[];
assert.deepEqual(
  messages.map((message) => [message.id, message.content]),
  [[sent['id'], content]],
  'Bob must read the message that Alice sent',
);
const event = await next(events, 'message');
assert.equal(event['id'], sent['id'], 'Bob must receive the message of Alice as an event');
listening.abort();
console.log('two users registered; one message was sent, received as an event and read back');
