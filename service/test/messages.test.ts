import { describe, expect, it } from 'vitest';
import { onEachStore } from './stores.ts';
import { shapes, type World } from './world.ts';

const { Message, MessagePage, Problem } = shapes;

onEachStore((make) => {
  async function pair() {
    const world = make();
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    return { ...world, ada, bob };
  }

  const page = async (world: Pick<World, 'call'>, token: string, id: string, query = '') =>
    MessagePage.parse(await (await world.call(`/api/messages/conversation/${id}${query}`, { token })).json());

  /** A conversation of `count` messages, 1 to `count`. */
  async function talk(count: number) {
    const world = await pair();
    const sends = Array.from({ length: count }, (_, index) =>
      world.send(world.ada.token, { receiver_id: world.bob.id, content: `word ${String(index)}` }),
    );
    const [first] = await Promise.all(sends);
    const { conversation_id } = Message.parse(await first?.json());
    return { ...world, id: conversation_id };
  }

  describe('sending', () => {
    it('answers 201 with the stored message, which both can read', async () => {
      const { ada, bob, ...world } = await pair();
      const response = await world.send(ada.token, { receiver_id: bob.id, content: 'Hello' });
      expect(response.status).toBe(201);
      const message = Message.parse(await response.json());
      expect(message).toMatchObject({
        seq: 1,
        content: 'Hello',
        sender_id: ada.id,
        receiver_id: bob.id,
        status: 'sent',
      });
      for (const { token } of [ada, bob])
        expect((await page(world, token, message.conversation_id)).data).toHaveLength(1);
    });

    it('uses one conversation for both directions of a pair', async () => {
      const { ada, bob, send } = await pair();
      const there = Message.parse(
        await (await send(ada.token, { receiver_id: bob.id, content: 'a' })).json(),
      );
      const back = Message.parse(await (await send(bob.token, { receiver_id: ada.id, content: 'b' })).json());
      expect(back).toMatchObject({ conversation_id: there.conversation_id, seq: 2 });
    });

    it('numbers 100 concurrent messages of one conversation from 1 to 100', async () => {
      const world = await talk(100);
      const { data } = await page(world, world.bob.token, world.id, '?limit=100');
      expect(data.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => 100 - index));
    });

    it.each([
      ['4000 letters', 'a'.repeat(4000), 201],
      ['4000 emoji, counted as code points', '\u{1F600}'.repeat(4000), 201],
      ['4001 letters', 'a'.repeat(4001), 422],
      ['4001 emoji', '\u{1F600}'.repeat(4001), 422],
      ['nothing', '', 422],
      ['SQL', "'; DROP TABLE messages; --", 201],
      ['markup', '<script>alert(1)</script>&amp;', 201],
      ['control characters', 'a\u0001\u0085\u2028b', 201],
      ['NUL', 'a\0b', 422],
      ['an unpaired surrogate', 'a\ud800', 422],
    ])('stores %s unchanged, or refuses it', async (_, content, status) => {
      const { ada, bob, ...world } = await pair();
      const response = await world.send(ada.token, { receiver_id: bob.id, content });
      expect(response.status).toBe(status);
      if (status !== 201) return;
      const { conversation_id } = Message.parse(await response.json());
      expect((await page(world, bob.token, conversation_id)).data[0]?.content).toBe(content);
    });

    it('refuses the sender as receiver, no target, and two targets', async () => {
      const { ada, bob, send } = await pair();
      const nobody = '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13';
      const statuses = [];
      for (const target of [
        { receiver_id: ada.id },
        { receiver_id: nobody },
        { conversation_id: nobody },
        { receiver_id: bob.id, conversation_id: nobody },
        {},
      ])
        statuses.push((await send(ada.token, { ...target, content: 'a' })).status);
      expect(statuses).toEqual([400, 404, 404, 422, 422]);
    });

    it('allows replies only to messages of the same conversation', async () => {
      const { ada, bob, send } = await pair();
      const first = Message.parse(
        await (await send(ada.token, { receiver_id: bob.id, content: 'a' })).json(),
      );
      const answer = { conversation_id: first.conversation_id, content: 'b' };
      expect((await send(bob.token, { ...answer, reply_to_id: first.id })).status).toBe(201);
      expect((await send(bob.token, { ...answer, reply_to_id: first.conversation_id })).status).toBe(404);
    });

    it.each([
      ['broken JSON', '{"content":', 'application/json', 400],
      ['an empty body', '', 'application/json', 400],
      ['plain text', 'hello', 'text/plain', 415],
      ['another charset', '{}', 'application/json; charset=latin1', 415],
      ['too much', `{"content":"${'a'.repeat(70_000)}"}`, 'application/json', 413],
    ])('refuses %s', async (_, body, type, status) => {
      const { ada, call } = await pair();
      const headers = { 'content-type': type };
      const response = await call('/api/messages', { method: 'POST', token: ada.token, body, headers });
      expect(response.status).toBe(status);
      expect(Problem.parse(await response.json()).status).toBe(status);
    });

    it('refuses a Content-Length that is too large before it reads the body', async () => {
      const { ada, send } = await pair();
      const headers = { 'content-length': '70000' };
      expect((await send(ada.token, { content: 'a' }, headers)).status).toBe(413);
    });

    it('refuses a repeated parameter, and a page together with a cursor', async () => {
      const { ada, bob, call, send } = await pair();
      for (const content of ['a', 'b']) await send(ada.token, { receiver_id: bob.id, content });
      const sent = Message.parse(await (await send(ada.token, { receiver_id: bob.id, content: 'c' })).json());
      const list = (query: string) =>
        call(`/api/messages/conversation/${sent.conversation_id}?${query}`, { token: ada.token });
      expect((await list('limit=1&limit=2')).status).toBe(422);
      const { next_cursor } = MessagePage.parse(await (await list('limit=1')).json());
      expect((await list(`page=1&cursor=${next_cursor ?? ''}`)).status).toBe(400);
    });

    it('refuses bytes that are not UTF-8', async () => {
      const { ada, app } = await pair();
      const response = await app.request('/api/messages', {
        method: 'POST',
        headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
        body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      });
      expect(response.status).toBe(400);
    });
  });

  describe('reading', () => {
    it('pages a conversation by cursor, newest first, and shows every message once while more are sent', async () => {
      const world = await talk(25);
      const seen: number[] = [];
      let query = '?limit=10';
      for (;;) {
        const { data, next_cursor } = await page(world, world.ada.token, world.id, query);
        seen.push(...data.map(({ seq }) => seq));
        if (next_cursor === null) break;
        await world.send(world.bob.token, { conversation_id: world.id, content: 'meanwhile' });
        query = `?limit=10&cursor=${next_cursor}`;
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
    });

    it.each([
      ['after', '?after=20&limit=3', [23, 22, 21]],
      ['before', '?before=4', [3, 2, 1]],
      ['page 1', '?page=1&limit=10', [25, 24, 23, 22, 21, 20, 19, 18, 17, 16]],
      ['page 3', '?page=3&limit=10', [5, 4, 3, 2, 1]],
      ['page 4', '?page=4&limit=10', []],
    ])('supports %s', async (_, query, seqs) => {
      const world = await talk(25);
      const { data } = await page(world, world.ada.token, world.id, query);
      expect(data.map(({ seq }) => seq)).toEqual(seqs);
    });

    it('continues upwards with the cursor of a list after a seq', async () => {
      const world = await talk(5);
      const first = await page(world, world.ada.token, world.id, '?after=1&limit=2');
      const second = await page(
        world,
        world.ada.token,
        world.id,
        `?limit=2&cursor=${first.next_cursor ?? ''}`,
      );
      expect([first, second].map(({ data }) => data.map(({ seq }) => seq))).toEqual([
        [3, 2],
        [5, 4],
      ]);
      expect(second.next_cursor).toBeNull();
    });

    it('gives old clients the total', async () => {
      const world = await talk(7);
      expect(await page(world, world.ada.token, world.id, '?page=2&limit=5')).toMatchObject({
        total: 7,
        limit: 5,
      });
    });

    it.each(['limit=0', 'limit=101', 'limit=1e1', 'limit=', 'after=-1', 'after=1&before=2', 'page=0'])(
      'refuses ?%s',
      async (query) => {
        const world = await talk(1);
        const response = await world.call(`/api/messages/conversation/${world.id}?${query}`, {
          token: world.ada.token,
        });
        expect(response.status).toBe(422);
      },
    );

    it('refuses a changed cursor, and that of another user', async () => {
      const world = await talk(3);
      const { next_cursor } = await page(world, world.ada.token, world.id, '?limit=1');
      const cursor = next_cursor ?? '';
      const path = `/api/messages/conversation/${world.id}?limit=1&cursor=`;
      const tries = [
        [world.bob.token, cursor],
        [world.ada.token, `2${cursor.slice(1)}`],
        [world.ada.token, cursor.slice(0, -1)],
        [world.ada.token, 'x'],
        [world.ada.token, cursor.replace('.', '.AA')],
      ] as const;
      for (const [token, text] of tries) {
        const response = await world.call(`${path}${text}`, { token });
        expect(Problem.parse(await response.json()).code).toBe('bad_cursor');
      }
    });

    it('is only for members: the conversation is hidden from others', async () => {
      const world = await talk(1);
      const eve = await world.person('eve');
      const response = await world.call(`/api/messages/conversation/${world.id}`, { token: eve.token });
      expect(response.status).toBe(404);
    });
  });
});
