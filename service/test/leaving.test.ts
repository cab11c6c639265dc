import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { PostgresStore } from '../src/store/postgres.ts';
import { patience } from './patience.ts';
import { freshSchema, onEachStore, withoutPostgres } from './stores.ts';
import { createWorld, shapes, type World } from './world.ts';

const Conversation = z.object({
  id: z.string(),
  participants: z.array(z.object({ user_id: z.string(), role: z.string() })),
});
type Person = Awaited<ReturnType<World['person']>>;

const password = 'correct horse';

const removeAccount = (world: Pick<World, 'call'>, { token }: Person) =>
  world.call('/api/users/me', { method: 'DELETE', token, body: { current_password: password } });
const leave = (world: Pick<World, 'call'>, { id, token }: Person, group: string) =>
  world.call(`/api/conversations/${group}/participants/${id}`, { method: 'DELETE', token });

async function groupOf(world: World, owner: Person, others: readonly Person[]): Promise<string> {
  const body = { participant_ids: others.map(({ id }) => id), title: 'Engines' };
  const made = await world.call('/api/conversations', { method: 'POST', token: owner.token, body });
  return Conversation.parse(await made.json()).id;
}

async function rolesIn(world: World, { token }: Person, id: string) {
  const { participants } = Conversation.parse(
    await (await world.call(`/api/conversations/${id}`, { token })).json(),
  );
  return new Map(participants.map(({ role, user_id }) => [user_id, role]));
}

onEachStore((make) => {
  async function people() {
    const world = make();
    const [ada, bob, eve] = [await world.person('ada'), await world.person('bob'), await world.person('eve')];
    return { world, ada, bob, eve };
  }
  const statusSeenBy = async (world: World, { token }: Person, id: string) =>
    shapes.Message.parse(await (await world.call(`/api/messages/${id}`, { token })).json()).status;
  const readBy = (world: World, { token }: Person, id: string) =>
    world.call(`/api/messages/${id}/status`, { method: 'PUT', token, body: { status: 'read' } });

  describe('deleting an account', () => {
    it('uses no replacement name that another user could have taken', async () => {
      const { ada, world } = await people();
      const body = { username: `deleted:${ada.id}`, email: `${ada.id}@example.org`, password };
      await world.call('/api/auth/register', { method: 'POST', body });
      expect((await removeAccount(world, ada)).status).toBe(204);
    });

    it('makes the longest member the owner of the user’s groups, and changes no other group', async () => {
      const { ada, bob, eve, world } = await people();
      const owned = await groupOf(world, ada, [bob, eve]);
      const joined = await groupOf(world, eve, [ada, bob]);
      expect((await removeAccount(world, ada)).status).toBe(204);
      const eldest = [bob.id, eve.id].sort()[0];
      const roles = await rolesIn(world, bob, owned);
      expect([...roles].filter(([, role]) => role === 'owner')).toEqual([[eldest, 'owner']]);
      expect(roles.size).toBe(2);
      expect([...(await rolesIn(world, bob, joined))].sort()).toEqual(
        [
          [bob.id, 'member'],
          [eve.id, 'owner'],
        ].sort(),
      );
    });

    it('keeps the status of messages', async () => {
      const { ada, bob, world } = await people();
      const ids = [];
      for (const content of ['seen', 'not seen']) {
        const sent = await world.send(ada.token, { receiver_id: bob.id, content });
        ids.push(shapes.Message.parse(await sent.json()).id);
      }
      const [seen = '', unseen = ''] = ids;
      await readBy(world, bob, seen);
      await removeAccount(world, bob);
      expect(await statusSeenBy(world, ada, seen)).toBe('read');
      expect(await statusSeenBy(world, ada, unseen)).toBe('sent');
      const inbox = await world.call('/api/conversations', { token: ada.token });
      expect(await inbox.json()).toMatchObject({ data: [{ last_message: { status: 'sent' } }] });
    });
  });

  describe('leaving a group', () => {
    it('keeps messages read that all had read, even when nobody else is left', async () => {
      const { ada, bob, eve, world } = await people();
      const group = await groupOf(world, ada, [bob, eve]);
      const sent = await world.send(ada.token, { conversation_id: group, content: 'all' });
      const { id } = shapes.Message.parse(await sent.json());
      for (const reader of [bob, eve]) await readBy(world, reader, id);
      for (const person of [bob, eve]) {
        expect((await leave(world, person, group)).status).toBe(204);
        expect(await statusSeenBy(world, ada, id)).toBe('read');
      }
      const late = await world.send(ada.token, { conversation_id: group, content: 'to nobody' });
      expect(shapes.Message.parse(await late.json()).status).toBe('sent');
    });
  });
});

/** A store and two more connections: one to lock rows, one to see who waits for them. */
async function contended() {
  const url = await freshSchema();
  const store = await PostgresStore.open({ url });
  const [holder, watcher] = [
    new pg.Client({ connectionString: url }),
    new pg.Client({ connectionString: url }),
  ];
  await Promise.all([holder.connect(), watcher.connect()]);
  const { rows: pids } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const seenWaiting = (count: number) =>
    vi.waitFor(async () => {
      const text = `SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))
        OR pg_blocking_pids(pid) && (SELECT array_agg(pid) FROM pg_stat_activity
          WHERE $1 = ANY (pg_blocking_pids(pid)))`;
      expect((await watcher.query(text, [pids[0]?.pid])).rows).toHaveLength(count);
    }, patience);
  const end = () => Promise.all([holder.end(), watcher.end(), store.close()]);
  return { world: createWorld({ store }), holder, seenWaiting, end };
}

describe.skipIf(withoutPostgres !== '')(`two concurrent requests on PostgreSQL${withoutPostgres}`, () => {
  it.each(['group', 'account'])('that leave their %s do not leave a group without an owner', async (what) => {
    const { end, holder, seenWaiting, world } = await contended();
    const [ada, bob, eve] = [await world.person(), await world.person(), await world.person()];
    // Bob joined before Eve, so he becomes the owner after Ada, unless he has left too.
    const group = await groupOf(world, ada, [bob]);
    await world.send(ada.token, { conversation_id: group, content: 'hello' });
    const join = { method: 'POST', token: ada.token, body: { participant_ids: [eve.id] } };
    expect((await world.call(`/api/conversations/${group}/participants`, join)).status).toBe(201);
    // Stops both between reading and writing, so that neither sees the other leave.
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE', [group]);
    await holder.query('SELECT 1 FROM participants WHERE conversation_id = $1 FOR UPDATE', [group]);
    const go = (person: Person) =>
      what === 'group' ? leave(world, person, group) : removeAccount(world, person);
    const both = [go(ada), go(bob)];
    await seenWaiting(2);
    await holder.query('COMMIT');
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([204, 204]);
    expect(await rolesIn(world, eve, group)).toEqual(new Map([[eve.id, 'owner']]));
    await end();
  });

  it('that delete and edit the same message leave it deleted', async () => {
    const { end, holder, seenWaiting, world } = await contended();
    const [ada, bob] = [await world.person(), await world.person()];
    const sent = await world.send(ada.token, { receiver_id: bob.id, content: 'secret' });
    const { id } = shapes.Message.parse(await sent.json());
    await holder.query('BEGIN');
    await holder.query("UPDATE messages SET content = '', deleted_at = 1 WHERE id = $1", [id]);
    const body = { content: 'secret again' };
    const edited = world.call(`/api/messages/${id}`, { method: 'PATCH', token: ada.token, body });
    await seenWaiting(1);
    await holder.query('COMMIT');
    const answer = await edited;
    expect(answer.status).toBe(409);
    expect(shapes.Problem.parse(await answer.json()).code).toBe('deleted');
    const { rows } = await holder.query('SELECT content FROM messages WHERE id = $1', [id]);
    expect(rows).toEqual([{ content: '' }]);
    await end();
  });
});
