import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes, type World } from './world.ts';

const ReadMark = z.object({ last_read_seq: z.int(), unread: z.int(), marked_as_read: z.int() });

onEachStore((make) => {
  /** Two users, and `count` messages from the first to the second. */
  async function talk(count: number) {
    const world = make();
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const messages = [];
    for (let index = 0; index < count; index += 1) {
      const answer = await world.send(ada.token, { receiver_id: bob.id, content: `word ${String(index)}` });
      messages.push(shapes.Message.parse(await answer.json()));
    }
    const [first] = messages;
    if (!first) throw new Error('no message');
    return { ...world, ada, bob, messages, first, id: first.conversation_id };
  }

  const read = async ({ call }: Pick<World, 'call'>, id: string, token: string, body?: unknown) => {
    const answer = await call(`/api/messages/conversation/${id}/read`, { method: 'PUT', token, body });
    return ReadMark.parse(await answer.json());
  };
  const status = ({ call }: Pick<World, 'call'>, id: string, token: string, value: string) =>
    call(`/api/messages/${id}/status`, { method: 'PUT', token, body: { status: value } });

  describe('read marks', () => {
    it('move to the end without a seq, and count the messages they pass', async () => {
      const world = await talk(3);
      const { bob, id } = world;
      expect(await read(world, id, bob.token)).toEqual({ last_read_seq: 3, unread: 0, marked_as_read: 3 });
      expect(await read(world, id, bob.token)).toEqual({ last_read_seq: 3, unread: 0, marked_as_read: 0 });
    });

    it('move only forward, and not past the end', async () => {
      const world = await talk(3);
      const { bob, id } = world;
      expect(await read(world, id, bob.token, { seq: 2 })).toMatchObject({ last_read_seq: 2, unread: 1 });
      expect(await read(world, id, bob.token, { seq: 1 })).toMatchObject({ last_read_seq: 2, unread: 1 });
      expect(await read(world, id, bob.token, { seq: 99 })).toMatchObject({ last_read_seq: 3, unread: 0 });
    });

    it('stay at the furthest of many concurrent requests', async () => {
      const world = await talk(9);
      const { bob, id } = world;
      await Promise.all([3, 9, 1, 7, 5].map((seq) => read(world, id, bob.token, { seq })));
      expect(await read(world, id, bob.token, { seq: 0 })).toMatchObject({ last_read_seq: 9 });
    });

    it('cannot be set by users outside the conversation', async () => {
      const world = await talk(1);
      const eve = await world.person('eve');
      const path = `/api/messages/conversation/${world.id}/read`;
      expect((await world.call(path, { method: 'PUT', token: eve.token })).status).toBe(404);
    });

    it('move with the messages that the user sends', async () => {
      const world = await talk(2);
      const { ada, bob, id } = world;
      await world.send(bob.token, { conversation_id: id, content: 'answer' });
      expect(await read(world, id, bob.token, { seq: 0 })).toMatchObject({ last_read_seq: 3, unread: 0 });
      expect(await read(world, id, ada.token, { seq: 0 })).toMatchObject({ last_read_seq: 2, unread: 1 });
    });
  });

  describe('a status', () => {
    it('goes from sent to delivered to read, for earlier messages too', async () => {
      const world = await talk(2);
      const { ada, bob, first, messages } = world;
      const shown = async () => {
        const answer = await world.call(`/api/messages/${first.id}`, { token: ada.token });
        return shapes.Message.parse(await answer.json()).status;
      };
      const seen = [await shown()];
      await status(world, messages[1]?.id ?? '', bob.token, 'delivered');
      seen.push(await shown());
      await status(world, messages[1]?.id ?? '', bob.token, 'read');
      seen.push(await shown());
      expect(seen).toEqual(['sent', 'delivered', 'read']);
    });

    it.each([
      ['to its sender', 'ada', 'read', 403],
      ['backwards', 'bob', 'delivered', 409],
      ['to be anything else', 'bob', 'sent', 422],
      ['a second time, which changes nothing', 'bob', 'read', 200],
    ] as const)('is not allowed %s', async (_, who, value, code) => {
      const world = await talk(1);
      await status(world, world.first.id, world.bob.token, 'read');
      expect((await status(world, world.first.id, world[who].token, value)).status).toBe(code);
    });
  });

  describe('a message', () => {
    it('is edited by its sender, and shows that it was edited', async () => {
      const world = await talk(1);
      const { ada, bob, first } = world;
      const request = { method: 'PATCH', token: ada.token, body: { content: 'better' } };
      const changed = shapes.Message.parse(
        await (await world.call(`/api/messages/${first.id}`, request)).json(),
      );
      expect(changed).toMatchObject({ content: 'better', seq: 1 });
      expect(changed.edited_at).not.toBeNull();
      const other = await world.call(`/api/messages/${first.id}`, { ...request, token: bob.token });
      expect(other.status).toBe(403);
    });

    it('keeps its place without content when it is deleted, and can then not be edited', async () => {
      const world = await talk(2);
      const { ada, bob, first, id } = world;
      const path = `/api/messages/${first.id}`;
      expect((await world.call(path, { method: 'DELETE', token: bob.token })).status).toBe(403);
      for (let time = 0; time < 2; time += 1)
        expect((await world.call(path, { method: 'DELETE', token: ada.token })).status).toBe(200);
      const answer = await world.call(`/api/messages/conversation/${id}`, { token: bob.token });
      const { data } = shapes.MessagePage.parse(await answer.json());
      expect(data.map(({ content, seq }) => [seq, content])).toEqual([
        [2, 'word 1'],
        [1, null],
      ]);
      expect(data[1]?.deleted_at).not.toBeNull();
      const change = { method: 'PATCH', token: ada.token, body: { content: 'no' } };
      expect((await world.call(path, change)).status).toBe(409);
    });

    it.each(['GET', 'PATCH', 'DELETE'])(
      'is hidden from users outside the conversation: %s',
      async (method) => {
        const world = await talk(1);
        const eve = await world.person('eve');
        const body = method === 'PATCH' ? { content: 'mine' } : undefined;
        const answer = await world.call(`/api/messages/${world.first.id}`, {
          method,
          token: eve.token,
          body,
        });
        expect(answer.status).toBe(404);
      },
    );
  });

  describe('messages from before a time', () => {
    it('are those with an earlier time, paged by cursor even when times are equal', async () => {
      let time = Date.UTC(2026, 0, 1);
      const world = make({ now: () => time });
      const [ada, bob] = [await world.person('ada'), await world.person('bob')];
      let id = '';
      for (let index = 0; index < 9; index += 1) {
        // Three messages in each millisecond.
        time += index % 3 === 0 ? 1 : 0;
        const sent = await world.send(ada.token, { receiver_id: bob.id, content: 'now' });
        id = shapes.Message.parse(await sent.json()).conversation_id;
      }
      const begin = encodeURIComponent(new Date(time).toISOString());
      const path = `/api/messages/conversation/${id}/before?limit=2&before_timestamp=${begin}`;
      const seen = [];
      for (let cursor = ''; ;) {
        const answer = await world.call(`${path}${cursor}`, { token: bob.token });
        const { data, next_cursor } = shapes.MessagePage.parse(await answer.json());
        seen.push(...data.map(({ seq }) => seq));
        if (next_cursor === null) break;
        cursor = `&cursor=${next_cursor}`;
      }
      expect(seen).toEqual([6, 5, 4, 3, 2, 1]);
    });

    it.each(['', 'yesterday', '2026-01-01', '2026-13-01T00:00:00Z'])(
      'require a time, not "%s"',
      async (text) => {
        const world = await talk(1);
        const path = `/api/messages/conversation/${world.id}/before?before_timestamp=${text}`;
        expect((await world.call(path, { token: world.ada.token })).status).toBe(422);
      },
    );
  });

  describe('an idempotency key', () => {
    it('gives a repeated request the same response, and stores one message', async () => {
      const { ada, bob, send } = await talk(1);
      const body = { receiver_id: bob.id, content: 'once' };
      const key = { 'idempotency-key': 'a key' };
      const answers = [];
      for (let time = 0; time < 3; time += 1) answers.push(await (await send(ada.token, body, key)).json());
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({ seq: 2 });
    });

    it('stores one message for many concurrent requests', async () => {
      const { ada, bob, send } = await talk(1);
      const body = { receiver_id: bob.id, content: 'once' };
      const key = { 'idempotency-key': 'another key' };
      const tries = await Promise.all(Array.from({ length: 20 }, () => send(ada.token, body, key)));
      const statuses = new Set(tries.map(({ status: code }) => code));
      expect([...statuses].every((code) => code === 201 || code === 409)).toBe(true);
      const next = await send(ada.token, { receiver_id: bob.id, content: 'next' });
      expect(shapes.Message.parse(await next.json()).seq).toBe(3);
    });

    it.each([
      ['with another body', 'k', 422],
      ['of another person', 'k', 201],
      ['that is too long', 'k'.repeat(256), 422],
      ['that is not ASCII', 'schlüssel', 422],
    ])('belongs to one sender and one body: %s', async (what, key, code) => {
      const { ada, bob, send } = await talk(1);
      await send(ada.token, { receiver_id: bob.id, content: 'one' }, { 'idempotency-key': 'k' });
      const other = what === 'of another person';
      const body = { receiver_id: other ? ada.id : bob.id, content: 'two' };
      const answer = await send(other ? bob.token : ada.token, body, { 'idempotency-key': key });
      expect(answer.status).toBe(code);
    });
  });
});
