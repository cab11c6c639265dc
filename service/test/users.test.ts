import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

const Page = z.object({ data: z.array(shapes.User), next_cursor: z.string().nullable() });
const password = 'correct horse';

onEachStore((make) => {
  async function two() {
    const world = make();
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const me = (method: string, body?: unknown) =>
      world.call('/api/users/me', { method, token: ada.token, body });
    return { ...world, ada, bob, me };
  }

  describe('a profile', () => {
    it('is replaced by PUT and changed by PATCH', async () => {
      const { me } = await two();
      const all = { display_name: 'Ada L.', avatar_url: 'https://example.org/a.png' };
      expect(await (await me('PUT', all)).json()).toMatchObject(all);
      expect(await (await me('PATCH', { display_name: null })).json()).toMatchObject({
        display_name: null,
        avatar_url: all.avatar_url,
      });
      expect(await (await me('PUT', {})).json()).toMatchObject({ display_name: null, avatar_url: null });
      expect((await me('GET')).status).toBe(200);
    });

    it.each([{ avatar_url: 'javascript:alert(1)' }, { avatar_url: 'x' }, { display_name: '' }])(
      'refuses %o',
      async (body) => {
        const { me } = await two();
        expect((await me('PATCH', body)).status).toBe(422);
      },
    );

    it('shows the e-mail address only to the user', async () => {
      const { ada, bob, call } = await two();
      const emails = [];
      for (const { token } of [ada, bob]) {
        const answer = await call(`/api/users/${ada.id}`, { token });
        emails.push(shapes.User.parse(await answer.json()).email);
      }
      expect(emails).toEqual([`${ada.name}@example.org`, undefined]);
    });

    it('is 404 for an unknown id, and 422 for a malformed one', async () => {
      const { ada, call } = await two();
      const unknown = await call(`/api/users/${crypto.randomUUID()}`, { token: ada.token });
      expect(unknown.status).toBe(404);
      expect((await call('/api/users/none', { token: ada.token })).status).toBe(422);
    });
  });

  describe('a search', () => {
    it('finds names by prefix, ignoring case, page by page', async () => {
      const world = make();
      const prefix = `s${crypto.randomUUID().slice(0, 8)}`;
      const found: string[] = [];
      const names = [];
      for (const name of ['c', 'a', 'b']) names.push((await world.person(`${prefix}${name}`)).name);
      const { token } = await world.person();
      for (let query = `query=${prefix.toUpperCase()}&limit=2`; ;) {
        const answer = await world.call(`/api/users?${query}`, { token });
        const { data, next_cursor } = Page.parse(await answer.json());
        found.push(...data.map(({ username }) => username));
        if (next_cursor === null) break;
        query = `query=${prefix.toUpperCase()}&limit=2&cursor=${next_cursor}`;
      }
      expect(found).toEqual(names.toSorted());
    });

    it.each(['%', '_', "' OR 1=1 --", '\\'])('treats %s as plain text', async (text) => {
      const { ada, call } = await two();
      const answer = await call(`/api/users?query=${encodeURIComponent(text)}`, { token: ada.token });
      expect(Page.parse(await answer.json()).data).toEqual([]);
    });
  });

  describe('a password', () => {
    it('is changed with the old password, and ends every session', async () => {
      const { ada, call } = await two();
      const login = async (word: string) =>
        call('/api/auth/login', { method: 'POST', body: { username: ada.name, password: word } });
      const tokens = shapes.Tokens.parse(await (await login(password)).json());
      const put = (current_password: string) =>
        call('/api/users/me/password', {
          method: 'PUT',
          token: ada.token,
          body: { current_password, new_password: 'battery staple' },
        });
      const body = { refresh_token: tokens.refresh_token };
      const statuses = [
        (await put('wrong horse')).status,
        (await put(password)).status,
        (await login(password)).status,
        (await login('battery staple')).status,
        (await call('/api/auth/refresh', { method: 'POST', body })).status,
      ];
      expect(statuses).toEqual([401, 204, 401, 200, 401]);
    });
  });

  describe('deleting an account', () => {
    it('keeps the messages and removes the user', async () => {
      const { ada, bob, call, me, send } = await two();
      const sent = await send(ada.token, { receiver_id: bob.id, content: 'still here' });
      const { conversation_id } = shapes.Message.parse(await sent.json());
      expect((await me('DELETE', { current_password: 'wrong horse' })).status).toBe(401);
      expect((await me('DELETE', { current_password: password })).status).toBe(204);
      const left = await call(`/api/messages/conversation/${conversation_id}`, { token: bob.token });
      expect(shapes.MessagePage.parse(await left.json()).data[0]?.content).toBe('still here');
      const login = { username: ada.name, password };
      const statuses = [
        (await call(`/api/users/${ada.id}`, { token: bob.token })).status,
        (await me('GET')).status,
        (await me('PATCH', { display_name: 'Ghost' })).status,
        (await call('/api/auth/login', { method: 'POST', body: login })).status,
        (await send(bob.token, { conversation_id, content: 'hello?' })).status,
        (await send(bob.token, { receiver_id: ada.id, content: 'hello?' })).status,
        (await send(ada.token, { conversation_id, content: 'boo' })).status,
        (await send(ada.token, { receiver_id: bob.id, content: 'boo' })).status,
      ];
      expect(statuses).toEqual([404, 401, 401, 401, 404, 404, 404, 404]);
    });

    it('frees the name and the address', async () => {
      const { ada, call, me } = await two();
      await me('DELETE', { current_password: password });
      const body = { username: ada.name, email: `${ada.name}@example.org`, password };
      expect((await call('/api/auth/register', { method: 'POST', body })).status).toBe(201);
    });
  });
});
