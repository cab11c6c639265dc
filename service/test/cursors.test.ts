import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onEachStore } from './stores.ts';
import { shapes, type World } from './world.ts';

const Page = z.object({ data: z.array(z.unknown()), next_cursor: z.string().nullable() });
const anyTime = 'before_timestamp=2999-01-01T00:00:00Z';

onEachStore((make) => {
  /** A conversation of five messages, and a function that requests a page of it. */
  async function talk() {
    const world = make();
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    let id = '';
    for (let count = 0; count < 5; count += 1) {
      const sent = await world.send(ada.token, { receiver_id: bob.id, content: 'word' });
      id = shapes.Message.parse(await sent.json()).conversation_id;
    }
    const ask = (query: string) =>
      world.call(`/api/messages/conversation/${id}${query}`, { token: ada.token });
    const cursorOf = async (query: string) => {
      const { next_cursor } = shapes.MessagePage.parse(await (await ask(query)).json());
      return `cursor=${next_cursor ?? ''}`;
    };
    return { ask, cursorOf };
  }

  describe('a cursor', () => {
    it.each([
      ['?after=0&limit=2', '?before=5'],
      ['?after=0&limit=2', `/before?${anyTime}`],
      ['?limit=2', '?after=0'],
      ['?before=5&limit=2', '?after=0'],
      ['?limit=2', `/before?${anyTime}`],
      [`/before?limit=2&${anyTime}`, '?limit=2'],
      [`/before?limit=2&${anyTime}`, '?before=5'],
      [`/before?limit=2&${anyTime}`, '?after=0'],
    ])('of %s is refused by %s', async (from, to) => {
      const { ask, cursorOf } = await talk();
      const answer = await ask(`${to}&${await cursorOf(from)}`);
      expect(answer.status).toBe(400);
      expect(shapes.Problem.parse(await answer.json()).code).toBe('bad_cursor');
    });

    it.each([
      ['?after=0&limit=2', '?limit=3', [5, 4, 3]],
      ['?after=0&limit=2', '?after=0&limit=1', [3]],
      ['?limit=2', '?limit=1', [3]],
      ['?before=5&limit=2', '?before=5&limit=2', [2, 1]],
      ['?page=1&limit=2', '?limit=2', [3, 2]],
      [`/before?limit=2&${anyTime}`, `/before?limit=1&${anyTime}`, [3]],
    ])('of %s continues with %s', async (from, to, seqs) => {
      const { ask, cursorOf } = await talk();
      const page = shapes.MessagePage.parse(await (await ask(`${to}&${await cursorOf(from)}`)).json());
      expect(page.data.map(({ seq }) => seq)).toEqual(seqs);
    });
  });

  describe('the cursor of a search', () => {
    const search = async (world: World, token: string, query: string, cursor = '') => {
      const more = cursor === '' ? '' : `&cursor=${cursor}`;
      return world.call(`/api/users?limit=1&query=${encodeURIComponent(query)}${more}`, { token });
    };

    // The normalised form of the last one has eighteen letters.
    it.each(['日', '\u{1F600}', '"', '\ufdfa'])(
      'is accepted for the longest names: 100 of %s',
      async (letter) => {
        const world = make();
        const { token } = await world.person();
        const prefix = crypto.randomUUID().slice(0, 8);
        for (const end of ['a', 'b']) {
          const username = `${prefix}${letter.repeat(91)}${end}`;
          const email = `${prefix}${end}@example.org`;
          const body = { username, email, password: 'correct horse' };
          expect((await world.call('/api/auth/register', { method: 'POST', body })).status).toBe(201);
        }
        const first = Page.parse(await (await search(world, token, prefix)).json());
        const answer = await search(world, token, prefix, first.next_cursor ?? '');
        expect(answer.status).toBe(200);
        expect(Page.parse(await answer.json())).toMatchObject({ data: [{}], next_cursor: null });
      },
    );
  });
});
