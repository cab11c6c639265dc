import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes, type World } from './world.ts';

const Conversation = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  last_seq: z.int(),
  unread: z.int(),
  last_message: shapes.Message.nullable(),
  participants: z.array(z.object({ user_id: z.string(), role: z.string() })),
});
const Page = z.object({ data: z.array(Conversation), next_cursor: z.string().nullable() });
type Person = Awaited<ReturnType<World['person']>>;

onEachStore((make) => {
  async function people(count: number) {
    const world = make();
    const persons: Person[] = [];
    for (let index = 0; index < count; index += 1) persons.push(await world.person());
    const [ada, bob, eve] = persons as [Person, Person, Person];
    return { ...world, ada, bob, eve, persons };
  }
  const create = (world: Pick<World, 'call'>, { token }: Person, body: unknown) =>
    world.call('/api/conversations', { method: 'POST', token, body });
  const inbox = async (world: Pick<World, 'call'>, { token }: Person, query = '') =>
    Page.parse(await (await world.call(`/api/conversations${query}`, { token })).json());

  async function group() {
    const world = await people(4);
    const { ada, bob, eve } = world;
    const answer = await create(world, ada, { participant_ids: [bob.id, eve.id], title: 'Engines' });
    return { ...world, group: Conversation.parse(await answer.json()), late: world.persons[3] as Person };
  }
  const change = (world: Pick<World, 'call'>, { token }: Person, id: string, body: unknown) =>
    world.call(`/api/conversations/${id}`, { method: 'PATCH', token, body });
  const join = (world: Pick<World, 'call'>, { token }: Person, id: string, participant_ids: string[]) =>
    world.call(`/api/conversations/${id}/participants`, { method: 'POST', token, body: { participant_ids } });
  const leave = (world: Pick<World, 'call'>, { token }: Person, id: string, who: Person) =>
    world.call(`/api/conversations/${id}/participants/${who.id}`, { method: 'DELETE', token });

  describe('a direct conversation', () => {
    it('is created once and found from both sides', async () => {
      const world = await people(2);
      const { ada, bob } = world;
      const first = await create(world, ada, { participant_ids: [bob.id] });
      const second = await create(world, bob, { participant_ids: [ada.id, ada.id] });
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(Conversation.parse(await second.json()).id).toBe(Conversation.parse(await first.json()).id);
    });

    it('is created once by 50 concurrent first messages from both sides', async () => {
      const world = await people(2);
      const { ada, bob } = world;
      const sends = Array.from({ length: 50 }, (_, index) =>
        index % 2 === 0
          ? world.send(ada.token, { receiver_id: bob.id, content: 'first' })
          : world.send(bob.token, { receiver_id: ada.id, content: 'first' }),
      );
      const messages = [];
      for (const answer of await Promise.all(sends)) messages.push(shapes.Message.parse(await answer.json()));
      expect(new Set(messages.map((message) => message.conversation_id)).size).toBe(1);
      const seqs = messages.map(({ seq }) => seq).sort((a, b) => a - b);
      expect(seqs).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });

    it('has no title, and nobody can join or leave it', async () => {
      const world = await people(3);
      const { ada, bob, eve } = world;
      const { id } = Conversation.parse(
        await (await create(world, ada, { participant_ids: [bob.id] })).json(),
      );
      const statuses = [];
      statuses.push((await change(world, ada, id, { title: 'Us' })).status);
      statuses.push((await join(world, ada, id, [eve.id])).status);
      statuses.push((await leave(world, ada, id, ada)).status);
      expect(statuses).toEqual([409, 409, 409]);
    });
  });

  describe('a group', () => {
    it('has an owner, members and a title', async () => {
      const { ada, group: made } = await group();
      expect(made).toMatchObject({ kind: 'group', title: 'Engines', unread: 0, last_message: null });
      expect(made.participants).toHaveLength(3);
      expect(made.participants.find(({ role }) => role === 'owner')?.user_id).toBe(ada.id);
    });

    it('is changed only by its owner, and hidden from users outside it', async () => {
      const world = await group();
      const { ada, bob, group: made, late } = world;
      const statuses = [];
      for (const person of [ada, bob, late])
        statuses.push((await change(world, person, made.id, { title: 'X' })).status);
      expect(statuses).toEqual([200, 403, 404]);
    });

    it('hides earlier messages from new members', async () => {
      const world = await group();
      const { ada, group: made, late } = world;
      const before = await world.send(ada.token, { conversation_id: made.id, content: 'before' });
      expect((await join(world, ada, made.id, [late.id])).status).toBe(201);
      expect((await inbox(world, late)).data[0]).toMatchObject({ last_message: null, unread: 0 });
      await world.send(ada.token, { conversation_id: made.id, content: 'after' });
      const answer = await world.call(`/api/messages/conversation/${made.id}?page=1`, { token: late.token });
      const page = shapes.MessagePage.parse(await answer.json());
      expect(page.data.map(({ content }) => content)).toEqual(['after']);
      expect(page.total).toBe(1);
      const { id } = shapes.Message.parse(await before.json());
      expect((await world.call(`/api/messages/${id}`, { token: late.token })).status).toBe(404);
    });

    it('counts a message as read when all other members have read it', async () => {
      const world = await group();
      const { ada, bob, eve, group: made } = world;
      const sent = await world.send(ada.token, { conversation_id: made.id, content: 'all' });
      const { id } = shapes.Message.parse(await sent.json());
      const seen = [];
      for (const { token } of [bob, eve]) {
        await world.call(`/api/messages/${id}/status`, { method: 'PUT', token, body: { status: 'read' } });
        const answer = await world.call(`/api/messages/${id}`, { token: ada.token });
        seen.push(shapes.Message.parse(await answer.json()).status);
      }
      expect(seen).toEqual(['sent', 'read']);
    });

    it('can be left by any member, and then belongs to the member who joined first', async () => {
      const world = await group();
      const { ada, bob, eve, group: made } = world;
      const statuses = [
        (await leave(world, bob, made.id, eve)).status,
        (await leave(world, ada, made.id, ada)).status,
        (await leave(world, ada, made.id, ada)).status,
      ];
      expect(statuses).toEqual([403, 204, 404]);
      const { data } = await inbox(world, bob);
      expect(data[0]?.participants.filter(({ role }) => role === 'owner')).toHaveLength(1);
      expect((await world.send(ada.token, { conversation_id: made.id, content: 'x' })).status).toBe(404);
    });

    it('has an owner even when a member is added while the last one leaves', async () => {
      const world = await people(3);
      const { ada, bob, eve: late } = world;
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const made = await create(world, ada, { participant_ids: [bob.id], title: 'Engines' });
        const { id } = Conversation.parse(await made.json());
        await leave(world, bob, id, bob);
        await Promise.all([join(world, ada, id, [late.id]), leave(world, ada, id, ada)]);
      }
      const { data } = await inbox(world, late, '?limit=100');
      expect(data.filter(({ participants }) => !participants.some(({ role }) => role === 'owner'))).toEqual(
        [],
      );
    });

    it('has at most a hundred members', async () => {
      const world = await group();
      const { ada, group: made } = world;
      const many = Array.from({ length: 99 }, () => crypto.randomUUID());
      expect((await join(world, ada, made.id, many)).status).toBe(409);
      expect((await join(world, ada, made.id, many.slice(0, 1))).status).toBe(404);
      expect((await join(world, ada, made.id, [...many, crypto.randomUUID()])).status).toBe(422);
    });

    it.each([
      ['nobody', []],
      ['only oneself', 'self'],
      ['no id', ['ada']],
    ])('is not created with %s', async (_, ids) => {
      const world = await people(1);
      const participant_ids = ids === 'self' ? [world.ada.id] : ids;
      expect((await create(world, world.ada, { participant_ids })).status).toBe(422);
    });
  });

  describe('the inbox', () => {
    it('has the latest activity first, with last message, unread and people', async () => {
      let time = Date.UTC(2026, 0, 1);
      const world = make({ now: () => (time += 1) });
      const [ada, bob, eve] = [await world.person(), await world.person(), await world.person()];
      await world.send(bob.token, { receiver_id: ada.id, content: 'one' });
      await world.send(eve.token, { receiver_id: ada.id, content: 'two' });
      await world.send(bob.token, { receiver_id: ada.id, content: 'three' });
      const { data } = await inbox(world, ada);
      expect(data.map(({ last_message, unread }) => [last_message?.content, unread])).toEqual([
        ['three', 2],
        ['two', 1],
      ]);
      expect(data[0]?.participants.map(({ user_id }) => user_id).sort()).toEqual([ada.id, bob.id].sort());
    });

    it('shows every conversation once when paged by cursor', async () => {
      const world = await people(8);
      const [ada, ...others] = world.persons as [Person, ...Person[]];
      for (const other of others) await world.send(other.token, { receiver_id: ada.id, content: 'hello' });
      const ids: string[] = [];
      for (let query = '?limit=3'; ;) {
        const { data, next_cursor } = await inbox(world, ada, query);
        ids.push(...data.map(({ id }) => id));
        if (next_cursor === null) break;
        query = `?limit=3&cursor=${next_cursor}`;
      }
      expect(ids).toHaveLength(7);
      expect(new Set(ids).size).toBe(7);
    });

    it('is the caller’s own: old clients may not name another user', async () => {
      const world = await people(2);
      const path = `/api/conversations/user/${world.ada.id}`;
      const statuses = [];
      for (const { token } of [world.ada, world.bob])
        statuses.push((await world.call(path, { token })).status);
      expect(statuses).toEqual([200, 403]);
    });

    it('refuses the cursor of another user', async () => {
      const world = await people(3);
      const { ada, bob, eve } = world;
      for (const other of [bob, eve])
        await world.send(other.token, { receiver_id: ada.id, content: 'hello' });
      const { next_cursor } = await inbox(world, ada, '?limit=1');
      const path = `/api/conversations?cursor=${next_cursor ?? ''}`;
      expect((await world.call(path, { token: bob.token })).status).toBe(400);
    });

    it('shows a single conversation to its participants', async () => {
      const world = await people(3);
      const { ada, bob, eve } = world;
      const sent = await world.send(ada.token, { receiver_id: bob.id, content: 'hello' });
      const { conversation_id } = shapes.Message.parse(await sent.json());
      const statuses = [];
      for (const { token } of [bob, eve])
        statuses.push((await world.call(`/api/conversations/${conversation_id}`, { token })).status);
      expect(statuses).toEqual([200, 404]);
    });
  });

  describe('a block', () => {
    const block = (world: Pick<World, 'call'>, { token }: Person, id: string, method = 'PUT') =>
      world.call(`/api/users/me/blocks/${id}`, { method, token });

    it('stops messages both ways, even in an existing conversation, until it is removed', async () => {
      const world = await people(2);
      const { ada, bob } = world;
      const sent = await world.send(ada.token, { receiver_id: bob.id, content: 'hello' });
      const { conversation_id } = shapes.Message.parse(await sent.json());
      await block(world, ada, bob.id);
      const statuses = [
        (await world.send(bob.token, { receiver_id: ada.id, content: 'x' })).status,
        (await world.send(ada.token, { conversation_id, content: 'x' })).status,
        (
          await world.call(`/api/conversations/${conversation_id}/typing`, {
            method: 'POST',
            token: bob.token,
          })
        ).status,
      ];
      await block(world, ada, bob.id, 'DELETE');
      statuses.push((await world.send(bob.token, { receiver_id: ada.id, content: 'x' })).status);
      expect(statuses).toEqual([403, 403, 403, 201]);
    });

    it('stops first messages and adding to groups', async () => {
      const world = await people(3);
      const { ada, bob, eve } = world;
      await block(world, ada, bob.id);
      expect((await world.send(bob.token, { receiver_id: ada.id, content: 'x' })).status).toBe(403);
      expect((await create(world, bob, { participant_ids: [ada.id, eve.id] })).status).toBe(403);
    });

    it('is refused for oneself and for unknown users', async () => {
      const world = await people(2);
      const { ada, bob } = world;
      const statuses = [
        (await block(world, ada, ada.id)).status,
        (await block(world, ada, crypto.randomUUID())).status,
        (await block(world, ada, bob.id, 'DELETE')).status,
        (await block(world, ada, bob.id)).status,
        (await block(world, ada, bob.id)).status,
      ];
      expect(statuses).toEqual([422, 404, 404, 204, 204]);
    });
  });
});
