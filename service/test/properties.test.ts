import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createCursors } from '../src/domain/cursors.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { createWorld, secret, shapes } from './world.ts';

const position = z.tuple([z.int(), z.string()]);

describe('a cursor', () => {
  const cursors = createCursors(secret);

  it('gives back the position that it was made of, for its scope', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        (scope, number, text) => {
          expect(cursors.read(scope, cursors.write(scope, [number, text]), position)).toEqual([number, text]);
        },
      ),
    );
  });

  it('is refused with any character changed, for another scope, and when it is anything else', () => {
    const refused = (scope: string, text: string) => {
      expect(() => cursors.read(scope, text, position)).toThrow(Refusal);
    };
    const good = cursors.write('mine', [7, 'x']);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(...'abcXYZ019-_.'), (index, letter) => {
        const changed = `${good.slice(0, index)}${letter}${good.slice(index + 1)}`;
        // The last letter of base64 has bits that say nothing: another may stand for the same bytes.
        const bytes = (text: string) =>
          text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
        fc.pre(bytes(changed).join() !== bytes(good).join());
        refused('mine', changed);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        refused('mine', text);
        if (text !== 'mine') refused(text, good);
      }),
    );
    expect(() => cursors.read('mine', good, z.tuple([z.string()]))).toThrow(Refusal);
  });
});

/** What two people can do in their conversation. */
const action = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), who: fc.nat(1) }),
  fc.record({ kind: fc.constant('read' as const), who: fc.nat(1), seq: fc.nat(30) }),
);

describe('unread counts', () => {
  it('are what a simple model says, whatever two people do', { timeout: 30_000 }, async () => {
    const world = createWorld();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 20 }), async (actions) => {
        const two = [await world.person(), await world.person()] as const;
        const hello = await world.send(two[0].token, { receiver_id: two[1].id, content: 'hello' });
        const { conversation_id: id } = shapes.Message.parse(await hello.json());
        let last = 1;
        const marks = [1, 0];
        for (const step of actions) {
          const token = two[step.who === 0 ? 0 : 1].token;
          if (step.kind === 'send') {
            await world.send(token, { conversation_id: id, content: 'x' });
            last += 1;
            marks[step.who] = last;
          } else {
            const path = `/api/messages/conversation/${id}/read`;
            await world.call(path, { method: 'PUT', token, body: { seq: step.seq } });
            marks[step.who] = Math.max(marks[step.who] ?? 0, Math.min(step.seq, last));
          }
        }
        const unread = [];
        for (const { token } of two)
          unread.push(await (await world.call(`/api/conversations/${id}`, { token })).json());
        expect(unread).toMatchObject(marks.map((mark) => ({ unread: last - mark })));
      }),
      { numRuns: 25 },
    );
  });
});

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Values that a schema does not expect, with those among them that it nearly does. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      content: fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.jsonValue()),
      receiver_id: fc.oneof(fc.uuid(), fc.string()),
      conversation_id: fc.uuid(),
      participant_ids: fc.array(fc.oneof(fc.uuid(), fc.string()), { maxLength: 4 }),
      username: fc.string({ unit: 'binary' }),
      password: fc.string({ minLength: 5 }),
      email: fc.oneof(fc.emailAddress(), fc.string()),
      title: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null)),
      seq: fc.oneof(fc.integer(), fc.double()),
      status: fc.constantFrom('sent', 'read', 'delivered', 1),
      refresh_token: fc.string(),
      current_password: fc.string(),
      new_password: fc.string(),
      display_name: fc.string({ unit: 'binary' }),
    },
    { requiredKeys: [] },
  ),
);
/** A segment of a path; `.` and `..` are none: who sends them asks for another path (RFC 3986, 5.2.4). */
const segment = fc
  .oneof(fc.uuid(), fc.string({ minLength: 1 }).map(encodeURIComponent), fc.constant('%00'))
  .filter((text) => text !== '.' && text !== '..');
const query = fc.dictionary(
  fc.constantFrom('limit', 'cursor', 'after', 'before', 'page', 'query', 'before_timestamp'),
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map(String),
  ),
);
const headers = fc.record(
  {
    'idempotency-key': fc
      .string({ maxLength: 300 })
      .map((text) => text.replaceAll(/[^\x20-\x7e]/g, '~').trim()),
    'x-request-id': fc.string().map((text) => text.replaceAll(/[^\x20-\x7e]/g, '~').trim()),
    'last-event-id': fc.constantFrom('', '-1', 'x'),
  },
  { requiredKeys: [] },
);

describe('every route', () => {
  it('answers whatever it is sent within its contract, and never with 5xx', { timeout: 60_000 }, async () => {
    const world = createWorld();
    const { token } = await world.person();
    const { paths } = Document.parse(await (await world.call('/openapi.json')).json());
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
    );
    const input = fc.record({
      operation: fc.constantFrom(...operations.filter(({ path }) => path !== '/api/events')),
      segments: fc.tuple(segment, segment),
      query,
      body: anything,
      headers,
      anonymous: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ operation, segments, anonymous, ...rest }) => {
        const { method, path } = operation;
        const [first, second] = segments;
        const filled = path.replace('{id}', first).replace('{user_id}', second);
        const search = new URLSearchParams(rest.query).toString();
        const request = {
          method,
          headers: rest.headers,
          ...(anonymous ? {} : { token }),
          ...(method === 'GET' ? {} : { body: JSON.stringify(rest.body) }),
        };
        // The call itself holds the answer against the document.
        const answer = await world.call(`${filled}?${search}`, request);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 1500 },
    );
  });
});
