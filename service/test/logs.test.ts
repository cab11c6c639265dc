import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SqliteStore } from '../src/store/sqlite.ts';
import { createWorld, shapes } from './world.ts';

const Line = z.looseObject({ msg: z.string(), status: z.int().optional() });

/** A service with all logging on, and its log lines. */
function logged() {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  const store = new SqliteStore(':memory:');
  const world = createWorld({ store, logger: pino({ level: 'trace' }, sink) });
  return {
    ...world,
    store,
    log: () => text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => Line.parse(JSON.parse(line))),
  };
}

describe('the log', () => {
  it('has a line for each request, without messages, user names or secrets', async () => {
    const { call, lines, log, person, send, store } = logged();
    const [ada, bob] = [await person('ada'), await person('bob')];
    const password = 'correct horse';
    const login = await call('/api/auth/login', { method: 'POST', body: { username: ada.name, password } });
    const { access_token, refresh_token } = shapes.Tokens.parse(await login.json());
    await call('/api/auth/refresh', { method: 'POST', body: { refresh_token } });
    const content = 'the secret of the two';
    const key = 'a-key-of-mine';
    const sent = await send(ada.token, { receiver_id: bob.id, content }, { 'idempotency-key': key });
    const { conversation_id, id } = shapes.Message.parse(await sent.json());
    await call(`/api/users?query=${bob.name}`, { token: ada.token });
    await call(`/api/messages/${id}`, { method: 'PATCH', token: ada.token, body: `{"content":"${content}` });
    await call(`/api/messages/${id}`, { method: 'PATCH', token: ada.token, body: { content: [content] } });
    await call(`/api/messages/conversation/${conversation_id}?cursor=${content}`, { token: bob.token });
    await call('/api/messages', {
      method: 'POST',
      headers: { authorization: `Bearer ${content}` },
      body: {},
    });
    // Also when a request fails, with the error in the log.
    store.write = () => Promise.reject(new Error('the disk is gone'));
    const failed = await send(ada.token, { receiver_id: bob.id, content });
    expect(failed.status).toBe(500);
    expect(log()).toContain('the disk is gone');

    const said = lines();
    expect(said.map(({ status }) => status)).toEqual([201, 201, 200, 200, 201, 200, 400, 422, 400, 401, 500]);
    const secrets = { content, password, access_token, refresh_token, key, name: ada.name, other: bob.name };
    const forbidden = { ...secrets, ada: ada.token, bob: bob.token, query: 'query=', bearer: 'Bearer' };
    const found = Object.entries(forbidden).filter(([, text]) => log().includes(text));
    expect(found).toEqual([]);
    expect(log()).not.toMatch(/authorization|example\.org|scrypt/i);
  });
});
