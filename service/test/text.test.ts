import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes } from './world.ts';

const Profile = z.object({
  username: z.string(),
  display_name: z.string().nullable(),
  avatar_url: z.string(),
});
const Conversation = z.object({ id: z.string(), title: z.string() });
const Inbox = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      last_message: z.object({ content: z.string() }),
      participants: z.array(z.looseObject({ user_id: z.string() })),
    }),
  ),
});

const password = "correct '; -- <b>horse</b>";

onEachStore((make) => {
  describe('text of any field', () => {
    it.each([
      ['SQL', "'); DELETE FROM users; --"],
      ['markup', '<img src=x onerror=alert(1)>&lt;'],
      ['patterns and escapes', '%_\\ \\u0041 $1 ?1 {{7*7}} ${x}'],
      ['emoji and combining letters', 'A\u030a \u{1F468}\u200D\u{1F469}\u200D\u{1F467} \u202Eabc'],
    ])('is stored and returned unchanged: %s', async (_, text) => {
      const { call, person } = make();
      const bob = await person();
      const username = `${crypto.randomUUID().slice(0, 8)}${text}`;
      const avatar_url = `https://example.org/?q=${text}`;
      const email = `${crypto.randomUUID()}@example.org`;
      const body = { username, display_name: text, email, password };
      const me = await call('/api/auth/register', { method: 'POST', body });
      const { id } = shapes.User.parse(await me.json());
      const session = await call('/api/auth/login', { method: 'POST', body: { username, password } });
      const { access_token: token } = shapes.Tokens.parse(await session.json());
      expect((await call('/api/users/me', { method: 'PATCH', token, body: { avatar_url } })).status).toBe(
        200,
      );

      const made = await call('/api/conversations', {
        method: 'POST',
        token,
        body: { participant_ids: [bob.id], title: text },
      });
      const group = Conversation.parse(await made.json());
      const draft = { conversation_id: group.id, content: text };
      const headers = { 'idempotency-key': text.replaceAll(/[^\x20-\x7e]/g, '~') };
      const sent = await call('/api/messages', { method: 'POST', token, body: draft, headers });
      expect(shapes.Message.parse(await sent.json()).content).toBe(text);

      // The text as the other user sees it, in every place that shows it.
      const seen = { username, display_name: text, avatar_url };
      const user = await call(`/api/users/${id}`, { token: bob.token });
      expect(Profile.parse(await user.json())).toEqual(seen);
      const query = new URLSearchParams({ query: username }).toString();
      const found = await call(`/api/users?${query}`, { token: bob.token });
      expect(z.object({ data: z.array(Profile) }).parse(await found.json()).data).toEqual([seen]);
      const inbox = Inbox.parse(await (await call('/api/conversations', { token: bob.token })).json());
      const [entry] = inbox.data;
      expect(entry).toMatchObject({ title: text, last_message: { content: text } });
      expect(entry?.participants.find(({ user_id }) => user_id === id)).toMatchObject(seen);
      const page = await call(`/api/messages/conversation/${group.id}`, { token: bob.token });
      expect(shapes.MessagePage.parse(await page.json()).data.map(({ content }) => content)).toEqual([text]);
    });
  });
});
